namespace BackupAccess.Engine.Access;

/// <summary>Which profiles a role covers.</summary>
public enum ProfileReach
{
    None,
    Assigned,
    All,
}
