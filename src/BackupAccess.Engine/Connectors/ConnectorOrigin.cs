namespace BackupAccess.Engine.Connectors;

/// <summary>Whether a connector predates access control.</summary>
public enum ConnectorOrigin
{
    New,

    /// <summary>Open to every user with a granted reach until its access is first restricted.</summary>
    Legacy,
}
