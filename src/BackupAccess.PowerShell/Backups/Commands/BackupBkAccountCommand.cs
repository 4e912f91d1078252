using System.Management.Automation;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Connectors;
using BackupAccess.Engine.Tasks;
using BackupAccess.PowerShell.Binding;
using BackupAccess.PowerShell.Completion;

namespace BackupAccess.PowerShell.Backups.Commands;

/// <summary>Backs accounts up now.</summary>
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

    [Parameter]
    public SwitchParameter AsTask { get; set; }

    protected override void ProcessRecord() => Attempt(Only(Connector), () =>
    {
        foreach (AccountReference account in Named(Account, Connector))
        {
            if (ShouldProcess($"{account}", "Back up"))
            {
                Attempt(account, () => Emit(WorkOrQueue(new BackupAccount(account, Item), AsTask)));
            }
        }
    });
}
