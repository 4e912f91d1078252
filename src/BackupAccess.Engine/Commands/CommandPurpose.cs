namespace BackupAccess.Engine.Commands;

/// <summary>What a command of the list may be run for, and for nothing else.</summary>
public enum CommandPurpose
{
    /// <summary>The state's key comes from it, or goes to it.</summary>
    Key,

    /// <summary>It takes the head of the audit log off the host.</summary>
    AuditHead,

    /// <summary>It keeps the encryption keys of accounts whose key the engine doesn't.</summary>
    AccountKey,

    /// <summary>It writes a file of an account's backup.</summary>
    Dump,

    /// <summary>It reads such a file and puts it back.</summary>
    Restore,

    /// <summary>It writes the names of such files.</summary>
    List,

    /// <summary>It is a plug-in, which applications are quiesced and asked by.</summary>
    Plugin,
}
