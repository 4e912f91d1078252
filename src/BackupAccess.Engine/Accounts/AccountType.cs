namespace BackupAccess.Engine.Accounts;

/// <summary>What kind of tenant an account is.</summary>
public enum AccountType
{
    User,
    Reseller,
    Administrator,
}
