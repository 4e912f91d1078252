using BackupAccess.Engine.Access;
using BackupAccess.Engine.Audit;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Backups;

/// <summary>A backup's lock. One placed by somebody else is lifted by connector reach, not by owning the account.</summary>
internal sealed record LockSubject(BackupSubject Of, LockHolder Holder) : ISubject
{
    public string Kind => Of.Kind;

    public string Id => Of.Id;

    public string Name => Of.Name;

    public IReadOnlyList<AuditedObject> Others => Of.Others;

    public Target[] Targets => Holder == LockHolder.Caller ? Of.Targets : Of.TargetsByConnector;
}
