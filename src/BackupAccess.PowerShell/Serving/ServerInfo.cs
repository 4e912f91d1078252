namespace BackupAccess.PowerShell.Serving;

/// <summary>A server that runs in this process.</summary>
/// <param name="Path">Its state folder.</param>
/// <param name="Started">Since when.</param>
public sealed record ServerInfo(string Path, DateTimeOffset Started);
