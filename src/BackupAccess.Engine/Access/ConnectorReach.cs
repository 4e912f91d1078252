namespace BackupAccess.Engine.Access;

/// <summary>Which connectors a role covers.</summary>
public enum ConnectorReach
{
    None,

    /// <summary>Those the user holds an unexpired grant on, and legacy ones not yet restricted.</summary>
    Granted,
    All,
}
