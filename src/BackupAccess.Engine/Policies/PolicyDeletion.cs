namespace BackupAccess.Engine.Policies;

/// <summary>When a policy lets a backup go.</summary>
public enum PolicyDeletion
{
    /// <summary>When it is beyond the count and beyond the age, of those that its label's rule names.</summary>
    CountAndAge,

    /// <summary>When it is beyond the age, however few are left.</summary>
    AgeOnly,

    /// <summary>Never.</summary>
    Never,
}
