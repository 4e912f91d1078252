namespace BackupAccess.Engine.Maintenance;

/// <summary>Whether the room of what is deleted is given back at once.</summary>
public enum RetentionPrune
{
    /// <summary>It is kept for a later prune.</summary>
    None,

    /// <summary>The repository is pruned; packs that nothing needs are deleted by a prune a day later.</summary>
    Prune,
}
