using BackupAccess.Engine.Access;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Approvals;

/// <summary>A request for approval, decided on its own targets.</summary>
internal sealed record ApprovalSubject(ApprovalRow Approval, Target[] Targets) : ISubject
{
    public string Kind => "approval";

    public string Id => Approval.Id;

    public string Name => Approval.Name;
}
