namespace BackupAccess.Repository.Repairing;

/// <summary>What an index is rebuilt from.</summary>
public enum IndexSource
{
    /// <summary>What index objects say of a pack is believed where it adds up to the pack's size; other packs are asked themselves.</summary>
    PacksAndIndex,

    /// <summary>Every pack is asked, whatever the index says.</summary>
    Packs,
}
