using System.Management.Automation;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Configurations;
using BackupAccess.Engine.Connectors;
using BackupAccess.Engine.Jobs;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Policies;
using BackupAccess.Engine.Tasks;
using BackupAccess.PowerShell.Binding;
using BackupAccess.PowerShell.Completion;
using BackupAccess.PowerShell.Tasks;

namespace BackupAccess.PowerShell.Backups.Commands;

/// <summary>Backs accounts up now, on demand or as a configuration says.</summary>
[Cmdlet(VerbsData.Backup, "BkAccount", SupportsShouldProcess = true, DefaultParameterSetName = "Account")]
[OutputType(typeof(Backup), typeof(WorkTask))]
public sealed class BackupBkAccountCommand : BkApprovableCmdlet
{
    // Not mandatory, or -Connector alone would have PowerShell ask for an account.
    [Parameter(Position = 0, ParameterSetName = "Account", ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(AccountCompleter))]
    [AccountObject]
    [ValidateNotNullOrEmpty]
    public AccountReference[] Account { get; set; } = [];

    [Parameter(ParameterSetName = "Account", ValueFromPipelineByPropertyName = true)]
    [Parameter(Mandatory = true, ParameterSetName = "Connector", ValueFromPipeline = true)]
    [ArgumentCompleter(typeof(ConnectorCompleter))]
    [ConnectorObject]
    [ValidateNotNullOrEmpty]
    public ConnectorReference[] Connector { get; set; } = [];

    [Parameter]
    [ValidateNotNullOrEmpty]
    public BackupItem[] Item { get; set; } = [];

    /// <summary>By which the accounts are backed up; alone, all that it selects.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(ConfigurationCompleter))]
    [ConfigurationObject]
    public ConfigurationReference? Configuration { get; set; }

    [Parameter]
    public RetentionLabel? Label { get; set; }

    [Parameter]
    public SwitchParameter AsTask { get; set; }

    protected override void ProcessRecord()
    {
        bool isWhole = Configuration is not null && !MyInvocation.BoundParameters.ContainsKey(nameof(Account)) && Connector.Length == 0;
        if (isWhole)
        {
            RunWhole(Configuration!);
        }
        else
        {
            Attempt(Only(Connector), BackUpEach);
        }
    }

    private void BackUpEach()
    {
        foreach (AccountReference account in Named(Account, Connector))
        {
            if (ShouldProcess($"{account}", Configuration is null ? "Back up" : $"Back up by {Configuration}"))
            {
                BackupAccount request = new(account, Item) { Configuration = Configuration, Label = Label };
                Attempt(account, () => Emit(WorkOrQueue(request, AsTask)));
            }
        }
    }

    private void RunWhole(ConfigurationReference configuration) => Attempt(configuration, () =>
    {
        if (Item.Length > 0)
        {
            throw new InvalidRequestException("InvalidValue", "A configuration that is run whole says itself which items it backs up.");
        }

        if (ShouldProcess($"{configuration}", "Back up all that the configuration selects"))
        {
            BackupJob job = Invoke(new RunConfiguration(configuration, Label ?? RetentionLabel.Daily, Schedule: null));
            foreach (string skipped in job.Skipped)
            {
                Fail(new AccountSkippedException(job, skipped), configuration);
            }

            Report(job);
        }
    });

    private void Report(BackupJob job)
    {
        string[] ids = [.. job.Tasks.Select(id => $"{id}")];
        if (AsTask)
        {
            EmitAll(ids.Length == 0 ? [] : List(new ListTasks(ids, [], [], [], [], Since: null)));
            return;
        }

        TaskWait wait = new(ids, Client.StartWorking, request => List(request), WriteProgress);
        foreach (WorkTask task in wait.Ended(most: null, Cancellation))
        {
            Attempt(task, () => Emit(task.BackupId is { } backup ? Invoke(new GetBackup(new BackupReference(backup))) : throw new TaskFailedException(task)));
        }
    }
}
