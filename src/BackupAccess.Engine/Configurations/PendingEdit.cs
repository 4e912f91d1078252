namespace BackupAccess.Engine.Configurations;

/// <summary>What becomes of an edit by hand that isn't imported when another text is saved.</summary>
public enum PendingEdit
{
    /// <summary>It stays, and nothing is saved.</summary>
    Keep,

    /// <summary>It is written over.</summary>
    Discard,
}
