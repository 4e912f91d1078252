namespace BackupAccess.Engine.Sources.Databases;

/// <summary>What a user may do with the databases that a pattern matches, as the server writes it.</summary>
internal sealed record MariaDbGrant(string Pattern, IReadOnlyList<string> Privileges);
