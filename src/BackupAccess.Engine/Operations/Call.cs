using BackupAccess.Engine.Sessions;

namespace BackupAccess.Engine.Operations;

/// <summary>One passage through the door: who, and where progress goes.</summary>
internal sealed record Call(Session Session, IProgress<WorkProgress>? Progress);
