namespace BackupAccess.Engine.Maintenance;

/// <summary>How much a repair reads.</summary>
public enum RepairDepth
{
    /// <summary>Indexes, snapshots and trees: what is missing is found.</summary>
    Index,

    /// <summary>Every byte: what is damaged is found too, and what is whole of it saved.</summary>
    Data,
}
