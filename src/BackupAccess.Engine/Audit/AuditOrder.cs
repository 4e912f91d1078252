namespace BackupAccess.Engine.Audit;

/// <summary>In which order audit events are listed.</summary>
public enum AuditOrder
{
    NewestFirst,
    OldestFirst,
}
