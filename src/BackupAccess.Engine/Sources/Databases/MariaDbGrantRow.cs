namespace BackupAccess.Engine.Sources.Databases;

/// <summary>A line of the server's table of rights on databases.</summary>
internal sealed record MariaDbGrantRow(string User, string Host, string Pattern, string Privileges);
