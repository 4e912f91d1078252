namespace BackupAccess.Engine.Accounts;

/// <summary>Whether an account is still on its connector.</summary>
public enum AccountPresence
{
    Live,

    /// <summary>Its backups are all that is left.</summary>
    Orphan,

    /// <summary>Either.</summary>
    Any,
}
