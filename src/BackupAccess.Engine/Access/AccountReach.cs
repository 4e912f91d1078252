namespace BackupAccess.Engine.Access;

/// <summary>Which accounts a role covers.</summary>
public enum AccountReach
{
    None,

    /// <summary>Those whose owner is the user, whatever the connector grants say.</summary>
    Owned,

    /// <summary>Those on connectors in reach.</summary>
    ByConnector,
    All,
}
