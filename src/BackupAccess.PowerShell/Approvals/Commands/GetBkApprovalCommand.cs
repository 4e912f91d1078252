using System.Management.Automation;
using BackupAccess.Engine.Approvals;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Users;
using BackupAccess.PowerShell.Access;
using BackupAccess.PowerShell.Binding;
using BackupAccess.PowerShell.Completion;

namespace BackupAccess.PowerShell.Approvals.Commands;

/// <summary>Lists requests for approval, newest first: own ones, and those that one may approve.</summary>
[Cmdlet(VerbsCommon.Get, "BkApproval")]
[OutputType(typeof(Approval))]
public sealed class GetBkApprovalCommand : BkQueryCmdlet
{
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ApprovalCompleter))]
    [ApprovalObject]
    [ValidateNotNullOrEmpty]
    public Guid[] Id { get; set; } = [];

    [Parameter]
    [ValidateNotNullOrEmpty]
    public ApprovalState[] State { get; set; } = [];

    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(UserCompleter))]
    [UserObject]
    [ValidateNotNullOrEmpty]
    public UserReference[] User { get; set; } = [];

    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(OperationCompleter))]
    [NamedObject]
    [ValidateNotNullOrEmpty]
    public ObjectName[] Operation { get; set; } = [];

    protected override void ProcessRecord() => Attempt(Id.Length == 1 ? Id[0] : null, () =>
    {
        HashSet<Guid> missing = [.. Id];
        foreach (Approval approval in List(new ListApprovals(Id, [], [.. User.Select(user => user.Text)], [.. Operation.Select(operation => operation.Text)])))
        {
            missing.Remove(approval.Id);
            Emit(approval, when: State.Length == 0 || State.Contains(approval.State));
        }

        foreach (Guid id in missing)
        {
            Fail(new NotFoundException("approval", id.ToString()), id);
        }
    });
}
