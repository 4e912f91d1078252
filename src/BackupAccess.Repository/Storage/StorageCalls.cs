namespace BackupAccess.Repository.Storage;

/// <summary>The calls of a storage.</summary>
[Flags]
public enum StorageCalls
{
    None = 0,
    Put = 1,
    GetRange = 2,
    Stat = 4,
    List = 8,
    Delete = 16,

    /// <summary>Those that change what is stored.</summary>
    Changes = Put | Delete,

    /// <summary>Those that don't.</summary>
    Reads = GetRange | Stat | List,

    All = Changes | Reads,
}
