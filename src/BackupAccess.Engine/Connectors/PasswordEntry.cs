namespace BackupAccess.Engine.Connectors;

/// <summary>One user of the system's account database.</summary>
internal sealed record PasswordEntry(string Name, long Uid, long Gid, string Home);
