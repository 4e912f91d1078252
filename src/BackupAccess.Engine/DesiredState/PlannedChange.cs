using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.DesiredState;

/// <summary>A change and how it is made: by the same operations that anybody would use for it.</summary>
internal sealed record PlannedChange(StateChange Change, Action<OperationContext> Apply);
