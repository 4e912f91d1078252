namespace BackupAccess.Engine.Operations;

/// <summary>What is asked doesn't go with how things stand.</summary>
/// <param name="errorId"><c>Conflict</c>, or a narrower id: <c>AlreadyExists</c>, <c>LastAdministrator</c>, <c>BuiltIn</c>, <c>FixedReach</c>, <c>RoleInUse</c>, <c>PermissionInUse</c>, <c>ProfileNotEmpty</c>, <c>Busy</c>, <c>AccountChanged</c>, <c>LockedBackup</c>, <c>LegalHold</c>, <c>TooFewApprovers</c>, <c>ApprovalPending</c>, <c>ApprovalDenied</c>, <c>ApprovalExpired</c>, <c>ApprovalUsed</c>, <c>ApprovalMismatch</c>, <c>StorageInUse</c>, <c>ControllerInUse</c>, <c>AuditLogDamaged</c>, <c>AuditLogKept</c>, <c>QuotaExceeded</c>, <c>NoEncryptionKey</c>, <c>RemoteKey</c>, <c>TaskEnded</c>, <c>TaskNotEnded</c>.</param>
public sealed class ConflictException(string errorId, string message, Exception? inner = null) : EngineException(errorId, message, inner);
