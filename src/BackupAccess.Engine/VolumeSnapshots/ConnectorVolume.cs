namespace BackupAccess.Engine.VolumeSnapshots;

/// <summary>The volume that a connector of kind Ontap is a folder of.</summary>
/// <param name="Controller">The storage controller that has it.</param>
/// <param name="Volume">Its UUID, or <c>svm:volume</c>.</param>
/// <param name="KeepSnapshots">How many of the snapshots made for its backups stay.</param>
public sealed record ConnectorVolume(string Controller, string Volume, int KeepSnapshots);
