using System.Management.Automation;
using System.Security;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Connectors;
using BackupAccess.Engine.Downloads;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Tasks;
using BackupAccess.PowerShell.Access;
using BackupAccess.PowerShell.Accounts;
using BackupAccess.PowerShell.Binding;
using BackupAccess.PowerShell.Completion;
using BackupAccess.PowerShell.Session;

namespace BackupAccess.PowerShell.Downloads.Commands;

/// <summary>Makes archives of backups, to be fetched.</summary>
[Cmdlet(VerbsCommon.New, "BkDownload", SupportsShouldProcess = true, DefaultParameterSetName = "Account")]
[OutputType(typeof(Download), typeof(WorkTask))]
public sealed class NewBkDownloadCommand : BkApprovableCmdlet
{
    // Not by property name: a row about an older backup names its account too, and would mean the latest one instead.
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "Account", ValueFromPipeline = true)]
    [ArgumentCompleter(typeof(AccountCompleter))]
    [AccountObject]
    public AccountReference[] Account { get; set; } = [];

    [Parameter(ParameterSetName = "Account")]
    [ArgumentCompleter(typeof(ConnectorCompleter))]
    [ConnectorObject]
    [ValidateNotNullOrEmpty]
    public ConnectorReference[] Connector { get; set; } = [];

    [Parameter(Mandatory = true, ParameterSetName = "Backup", ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("BackupId", "Id")]
    [ArgumentCompleter(typeof(BackupCompleter))]
    [BackupObject]
    public BackupReference[] Backup { get; set; } = [];

    [Parameter]
    [ValidateNotNullOrEmpty]
    public BackupItem[] Item { get; set; } = [];

    // Not by property name: an account has a property of that name, which is no path in a backup.
    [Parameter]
    [ArgumentCompleter(typeof(BackupPathCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [];

    [Parameter]
    public DownloadFormat Format { get; set; } = DownloadFormat.TarGz;

    [Parameter]
    [ArgumentCompleter(typeof(RestoreConditionCompleter))]
    [NamedObject]
    [ValidateNotNullOrEmpty]
    public ObjectName[] AcceptCondition { get; set; } = [];

    [Parameter]
    public SwitchParameter AsTask { get; set; }

    [Parameter]
    [ValidateNotNull]
    public SecureString? EncryptionKey { get; set; }

    protected override void ProcessRecord()
    {
        foreach (AccountReference account in AccountSelection.Qualify(Account, Connector))
        {
            Create(account, new RestoreSelection(account, Backup: null, Item, Path));
        }

        foreach (BackupReference backup in Backup)
        {
            Create(backup, new RestoreSelection(Account: null, backup, Item, Path));
        }
    }

    private void Create(object source, RestoreSelection selection)
    {
        if (ShouldProcess($"{source}", $"Create download ({Format})"))
        {
            using Secret? key = EncryptionKey?.ToSecret();
            string[] accepted = [.. AcceptCondition.Select(condition => condition.Text)];
            Attempt(source, () => Emit(WorkOrQueue(new CreateDownload(selection with { AcceptedConditions = accepted, EncryptionKey = key }, Format), AsTask)));
        }
    }
}
