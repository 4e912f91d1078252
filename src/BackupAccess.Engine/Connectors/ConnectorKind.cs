namespace BackupAccess.Engine.Connectors;

/// <summary>What a connector's accounts are.</summary>
public enum ConnectorKind
{
    /// <summary>The sub-folders of a folder.</summary>
    Folder,

    /// <summary>This server's Linux users with UID and GID of 1000 and above.</summary>
    Linux,

    /// <summary>The sub-folders of a folder in a mounted volume of an ONTAP storage controller, which takes a snapshot of it for each backup.</summary>
    Ontap,
}
