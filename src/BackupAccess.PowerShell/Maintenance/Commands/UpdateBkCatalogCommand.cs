using System.Management.Automation;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Catalogue;
using BackupAccess.Engine.Connectors;
using BackupAccess.PowerShell.Accounts;
using BackupAccess.PowerShell.Binding;
using BackupAccess.PowerShell.Completion;

namespace BackupAccess.PowerShell.Maintenance.Commands;

/// <summary>Brings the catalogue up to what the repositories hold, or back from them.</summary>
[Cmdlet(VerbsData.Update, "BkCatalog", SupportsShouldProcess = true, DefaultParameterSetName = "Account")]
[OutputType(typeof(CatalogueUpdate))]
public sealed class UpdateBkCatalogCommand : BkQueryCmdlet
{
    [Parameter(Position = 0, ParameterSetName = "Account", ValueFromPipeline = true)]
    [Parameter(Position = 0, ParameterSetName = "Copy", Mandatory = true, ValueFromPipeline = true)]
    [ArgumentCompleter(typeof(AccountCompleter))]
    [AccountObject]
    [ValidateNotNullOrEmpty]
    public AccountReference[] Account { get; set; } = [];

    [Parameter(ParameterSetName = "Account")]
    [ArgumentCompleter(typeof(ConnectorCompleter))]
    [ConnectorObject]
    [ValidateNotNullOrEmpty]
    public ConnectorReference[] Connector { get; set; } = [];

    [Parameter(Mandatory = true, ParameterSetName = "Copy")]
    [ArgumentCompleter(typeof(StorageCompleter))]
    [ValidateNotNullOrEmpty]
    public string FromStorage { get; set; } = "";

    [Parameter(Mandatory = true, ParameterSetName = "Adopt")]
    public SwitchParameter Adopt { get; set; }

    protected override void ProcessRecord()
    {
        if (ParameterSetName == "Adopt")
        {
            if (ModeOf("the catalogue", "Bring accounts back from their repositories") is { } mode)
            {
                Attempt(target: null, () => EmitAll(Work(new AdoptAccounts(mode))));
            }

            return;
        }

        Attempt(Only(Account), () =>
        {
            foreach (AccountReference account in Account.Length > 0 ? AccountSelection.Qualify(Account, Connector) : Listed())
            {
                Refresh(account);
            }
        });
    }

    // Those that a repository may have backups of, orphans too.
    private List<AccountReference> Listed()
    {
        RequireConnectors(Connector);
        string[] connectors = [.. Connector.Select(connector => connector.Text)];
        return [.. new[] { AccountPresence.Live, AccountPresence.Orphan }
            .SelectMany(presence => List(new ListAccounts([], connectors, [], presence)))
            .Select(account => new AccountReference(account))];
    }

    private void Refresh(AccountReference account)
    {
        bool isCopy = ParameterSetName == "Copy";
        if (ModeOf($"{account}", isCopy ? $"Take the copy in storage {FromStorage} for its repository" : "Update catalogue") is { } mode)
        {
            Attempt(account, () => Emit(Work<CatalogueUpdate>(isCopy ? new AdoptCopy(account, FromStorage, mode) : new RebuildCatalogue(account, mode))));
        }
    }
}
