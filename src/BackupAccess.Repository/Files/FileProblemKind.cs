namespace BackupAccess.Repository.Files;

/// <summary>Why a file isn't in the backup or the restore as it should be.</summary>
public enum FileProblemKind
{
    /// <summary>The system refused to open or read it; it was left out.</summary>
    Unreadable,

    /// <summary>It was gone when its turn came; it was left out.</summary>
    Vanished,

    /// <summary>Something else had taken its place between looking and opening; it was left out.</summary>
    Replaced,

    /// <summary>It was changed while it was read; what was read is stored, and may be neither the old nor the new.</summary>
    ChangedWhileRead,

    /// <summary>It was stored or restored without one or more of its extended attributes.</summary>
    AttributeLost,

    /// <summary>It lies deeper than paths of 4,096 bytes reach; it was left out.</summary>
    TooDeep,

    /// <summary>What makes its content failed; it was left out.</summary>
    SourceFailed,

    /// <summary>Something of another type, or another's directory, is in its place in the target and was left there.</summary>
    InTheWay,

    /// <summary>The system refused to write it.</summary>
    Unwritable,

    /// <summary>It was restored, but not with its owner, permissions or times.</summary>
    MetadataLost,

    /// <summary>Set-user-ID and set-group-ID bits, privileged attributes or a device were left out, as the options ask.</summary>
    PrivilegeStripped,

    /// <summary>The repository lacks part of its content or holds it damaged; it wasn't restored.</summary>
    Damaged,

    /// <summary>Its type can't be restored.</summary>
    Unsupported,
}
