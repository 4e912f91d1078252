using BackupAccess.Engine.Access;
using BackupAccess.Engine.Audit;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Approvals;

/// <summary>A request for approval, decided on its own targets.</summary>
internal sealed record ApprovalSubject(ApprovalRow Approval, Target[] Targets) : ISubject
{
    public string Kind => "approval";

    public string Id => Approval.Id;

    public string Name => Approval.Name;

    /// <summary>What is asked for is done to.</summary>
    public IReadOnlyList<AuditedObject> Others => Approval.SubjectKind is { } kind ? [new(kind, Approval.SubjectId, Approval.SubjectName)] : [];
}
