namespace BackupAccess.Engine.Sources.Declaration;

/// <summary>The database servers that the engine knows how to back up.</summary>
internal enum DatabaseProduct
{
    PostgreSql,
    MariaDb,
}
