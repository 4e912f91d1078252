namespace BackupAccess.Engine.Sources.Databases;

/// <summary>The MariaDB users of an account.</summary>
internal sealed record MariaDbUserSet(string Product, IReadOnlyList<MariaDbUser> Users);
