namespace BackupAccess.Engine.Audit;

/// <summary>What becomes of events that aren't as they were written, when their time has come.</summary>
public enum DamagedEvents
{
    /// <summary>Nothing is removed while there are any: they are evidence.</summary>
    Keep,

    /// <summary>They go with the others.</summary>
    Remove,
}
