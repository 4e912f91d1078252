namespace BackupAccess.Engine.Sources.Databases;

/// <summary>A MariaDB database, but for what is in it.</summary>
internal sealed record MariaDbDatabase(string Product, string Name, string Charset, string Collation)
{
    public const string Server = "mariadb";

    /// <summary>1 where the user named as the account has all rights on it; the server knows no booleans.</summary>
    public int Granted { get; init; }
}
