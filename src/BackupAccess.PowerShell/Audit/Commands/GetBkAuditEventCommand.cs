using System.Management.Automation;
using BackupAccess.Engine.Audit;
using BackupAccess.Engine.Users;
using BackupAccess.PowerShell.Access;
using BackupAccess.PowerShell.Binding;
using BackupAccess.PowerShell.Completion;

namespace BackupAccess.PowerShell.Audit.Commands;

/// <summary>Lists audit events, newest first.</summary>
[Cmdlet(VerbsCommon.Get, "BkAuditEvent", DefaultParameterSetName = "User")]
[OutputType(typeof(AuditEvent))]
public sealed class GetBkAuditEventCommand : BkCmdlet
{
    [Parameter(Position = 0, ParameterSetName = "User", ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Parameter(Position = 0, ParameterSetName = "Object")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(UserCompleter))]
    [UserObject]
    [ValidateNotNullOrEmpty]
    public UserReference[] User { get; set; } = [];

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(OperationCompleter))]
    [NamedObject]
    [ValidateNotNullOrEmpty]
    public ObjectName[] Operation { get; set; } = [];

    [Parameter(ParameterSetName = "User")]
    [Parameter(Mandatory = true, ParameterSetName = "Object", ValueFromPipeline = true)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public AuditObject[] Object { get; set; } = [];

    [Parameter]
    public AuditOutcome? Outcome { get; set; }

    [Parameter]
    public DateTimeOffset? Since { get; set; }

    [Parameter]
    public DateTimeOffset? Before { get; set; }

    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int? Newest { get; set; }

    [Parameter]
    public SwitchParameter Oldest { get; set; }

    protected override void ProcessRecord() => Attempt(Only(User), () => EmitAll(List(Request() with
    {
        Order = Oldest ? AuditOrder.OldestFirst : AuditOrder.NewestFirst,
    })));

    private ListAuditEvents Request() => new(
        [.. User.Select(user => user.Text)],
        [.. Operation.Select(operation => operation.Text)],
        [.. Object.Select(item => item.Text)],
        Outcome,
        Since,
        Before,
        Newest);
}
