namespace BackupAccess.Engine.VolumeSnapshots;

/// <summary>What is to be another about a connector's volume; what is null stays.</summary>
public sealed record ConnectorVolumeChange(string? Controller, string? Volume, int? KeepSnapshots);
