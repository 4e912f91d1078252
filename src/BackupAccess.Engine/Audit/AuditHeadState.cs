namespace BackupAccess.Engine.Audit;

/// <summary>What the head file tells of the log's end.</summary>
/// <param name="Confirmed">The newest event that is known to be in the database.</param>
/// <param name="Pending">The event that a transaction was about to end the log with; null between transactions.</param>
internal readonly record struct AuditHeadState(AuditPoint Confirmed, AuditPoint? Pending);
