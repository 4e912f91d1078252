namespace BackupAccess.Engine.Schedules;

/// <summary>What becomes of moments at which nobody was there to run a schedule.</summary>
public enum MissedRuns
{
    /// <summary>They are made up for by one run, as soon as somebody is.</summary>
    CatchUp,

    /// <summary>They are passed over.</summary>
    Skip,
}
