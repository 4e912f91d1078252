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
public sealed class GetBkAuditEventCommand : BkQueryCmdlet
{
    [Parameter(Position = 0, ParameterSetName = "User", ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Parameter(Position = 0, ParameterSetName = "Object")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(AuditPrincipalCompleter))]
    [UserObject]
    [ValidateNotNullOrEmpty]
    public UserReference[] User { get; set; } = [];

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(AuditOperationCompleter))]
    [NamedObject]
    [ValidateNotNullOrEmpty]
    public ObjectName[] Operation { get; set; } = [];

    [Parameter(ParameterSetName = "User")]
    [Parameter(Mandatory = true, ParameterSetName = "Object", ValueFromPipeline = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(AuditObjectCompleter))]
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

    protected override void ProcessRecord() => Attempt(Only(User), () =>
    {
        string[] asked = [.. Operation.Select(operation => operation.Text)];
        RequireNamed("operation", asked, AuditOperations.Contains);
        string[] operations = [.. asked.Where(name => !IsLiteral(name) || AuditOperations.Contains(name))];
        if (asked.Length == 0 || operations.Length > 0)
        {
            EmitAll(List(Request(operations)));
        }
    });

    private ListAuditEvents Request(string[] operations) =>
        new([.. User.Select(user => user.Text)], operations, [.. Object.Select(item => item.Text)], Outcome, Since, Before, Newest)
        {
            Order = Oldest ? AuditOrder.OldestFirst : AuditOrder.NewestFirst,
        };
}
