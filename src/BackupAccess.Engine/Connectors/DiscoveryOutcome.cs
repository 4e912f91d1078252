namespace BackupAccess.Engine.Connectors;

/// <summary>What a discovery says of one account.</summary>
public enum DiscoveryOutcome
{
    /// <summary>As before.</summary>
    Unchanged,

    /// <summary>Seen for the first time: a new UUID.</summary>
    Found,

    /// <summary>An account of that name, but not the one known: a new UUID, the old one is a former account.</summary>
    Replaced,

    /// <summary>Known before, not there now.</summary>
    Missing,

    /// <summary>A former account that had no backup and of which nothing was seen for two weeks: its UUID is gone.</summary>
    Dropped,

    /// <summary>Not an account: see the reason.</summary>
    LeftOut,
}
