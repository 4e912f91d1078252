namespace BackupAccess.Engine.Policies;

/// <summary>Which of a policy's rules holds for a scheduled backup: its schedule says.</summary>
public enum RetentionLabel
{
    Hourly,
    Daily,
    Weekly,
    Monthly,
    Yearly,
}
