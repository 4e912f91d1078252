using System.Management.Automation;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Connectors;
using BackupAccess.Engine.Tasks;
using BackupAccess.PowerShell.Accounts;
using BackupAccess.PowerShell.Binding;
using BackupAccess.PowerShell.Completion;

namespace BackupAccess.PowerShell.Tasks.Commands;

/// <summary>Lists tasks: those that run, those that wait, in order, and ended ones, the last to end first.</summary>
[Cmdlet(VerbsCommon.Get, "BkTask", DefaultParameterSetName = "Account")]
[OutputType(typeof(WorkTask))]
public sealed class GetBkTaskCommand : BkQueryCmdlet
{
    [Parameter(Position = 0, ParameterSetName = "Account", ValueFromPipeline = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(AccountCompleter))]
    [AccountObject]
    [ValidateNotNullOrEmpty]
    public AccountReference[] Account { get; set; } = [];

    [Parameter(ParameterSetName = "Account")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ConnectorCompleter))]
    [ConnectorObject]
    [ValidateNotNullOrEmpty]
    public ConnectorReference[] Connector { get; set; } = [];

    [Parameter(Mandatory = true, ParameterSetName = "Id", ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(TaskCompleter))]
    [TaskObject]
    [ValidateNotNullOrEmpty]
    public TaskReference[] Id { get; set; } = [];

    [Parameter(ParameterSetName = "Account")]
    public TaskState[] State { get; set; } = [];

    [Parameter(ParameterSetName = "Account")]
    public TaskKind[] Kind { get; set; } = [];

    [Parameter(ParameterSetName = "Account")]
    public DateTimeOffset? Since { get; set; }

    protected override void ProcessRecord()
    {
        if (ParameterSetName == "Id")
        {
            string[] ids = [.. Id.Select(id => id.Text)];
            Attempt(Only(Id), () => EmitNamed("task", ids, List(new ListTasks(ids, [], [], [], [], Since: null)), (task, id) => IsNamed(task.Id.ToString(), task.Id, id)));
            return;
        }

        Attempt(Only(Account), () =>
        {
            AccountReference[] qualified = [.. AccountSelection.Qualify(Account, Connector)];
            EmitAll(List(new ListTasks([], AccountSelection.Patterns(qualified), AccountSelection.ConnectorsBeside(Account, Connector), State, Kind, Since)));
            RequireAccounts(qualified);
            if (Account.Length == 0)
            {
                RequireConnectors(Connector);
            }
        });
    }
}
