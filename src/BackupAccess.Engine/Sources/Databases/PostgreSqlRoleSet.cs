namespace BackupAccess.Engine.Sources.Databases;

/// <summary>The PostgreSQL roles of an account.</summary>
internal sealed record PostgreSqlRoleSet(string Product, IReadOnlyList<PostgreSqlRole> Roles);
