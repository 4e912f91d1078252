using System.Management.Automation;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Connectors;
using BackupAccess.PowerShell.Accounts;
using BackupAccess.PowerShell.Binding;
using BackupAccess.PowerShell.Completion;

namespace BackupAccess.PowerShell.Backups.Commands;

/// <summary>Lists backups, newest first.</summary>
[Cmdlet(VerbsCommon.Get, "BkBackup", DefaultParameterSetName = "Account")]
[OutputType(typeof(Backup))]
public sealed class GetBkBackupCommand : BkQueryCmdlet
{
    [Parameter(Position = 0, ParameterSetName = "Account", ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(AccountCompleter))]
    [AccountObject]
    [ValidateNotNullOrEmpty]
    public AccountReference[] Account { get; set; } = [];

    [Parameter(ParameterSetName = "Account", ValueFromPipelineByPropertyName = true)]
    [Parameter(Mandatory = true, ParameterSetName = "Connector", ValueFromPipeline = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ConnectorCompleter))]
    [ConnectorObject]
    [ValidateNotNullOrEmpty]
    public ConnectorReference[] Connector { get; set; } = [];

    [Parameter(Mandatory = true, ParameterSetName = "Id", ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("BackupId")]
    [ArgumentCompleter(typeof(BackupCompleter))]
    [BackupObject]
    [ValidateNotNullOrEmpty]
    public BackupReference[] Id { get; set; } = [];

    [Parameter(ParameterSetName = "Account")]
    [Parameter(ParameterSetName = "Connector")]
    public SwitchParameter Latest { get; set; }

    [Parameter(ParameterSetName = "Account")]
    [Parameter(ParameterSetName = "Connector")]
    public BackupKind? Kind { get; set; }

    [Parameter(ParameterSetName = "Account")]
    [Parameter(ParameterSetName = "Connector")]
    public SwitchParameter Locked { get; set; }

    [Parameter(ParameterSetName = "Account")]
    [Parameter(ParameterSetName = "Connector")]
    public DateTimeOffset? Since { get; set; }

    [Parameter(ParameterSetName = "Account")]
    [Parameter(ParameterSetName = "Connector")]
    public DateTimeOffset? Before { get; set; }

    protected override void ProcessRecord()
    {
        foreach (BackupReference id in Id)
        {
            Attempt(id, () => Emit(Invoke(new GetBackup(id))));
        }

        if (ParameterSetName != "Id")
        {
            Attempt(Only(Account), ListBackups);
        }
    }

    private void ListBackups()
    {
        AccountReference[] qualified = [.. AccountSelection.Qualify(Account, Connector)];
        string[] accounts = AccountSelection.Patterns(qualified);
        string[] connectors = AccountSelection.ConnectorsBeside(Account, Connector);
        bool? locked = Locked.IsPresent ? true : MyInvocation.BoundParameters.ContainsKey(nameof(Locked)) ? false : null;
        EmitAll(List(new ListBackups(accounts, connectors, Kind, locked, Since, Before, Latest ? 1 : null)));
        RequireAccounts(qualified);
        if (Account.Length == 0)
        {
            RequireConnectors(Connector);
        }
    }
}
