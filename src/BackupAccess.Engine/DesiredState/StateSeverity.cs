namespace BackupAccess.Engine.DesiredState;

/// <summary>How closely a change wants to be looked at.</summary>
public enum StateSeverity
{
    /// <summary>Nobody gains anything by it, and nothing goes.</summary>
    Information,

    /// <summary>Somebody gains something, or something may go.</summary>
    Warning,

    /// <summary>An administrator more, a connector that more people reach, a password that lets in again, or a rule that guards the others.</summary>
    Critical,
}
