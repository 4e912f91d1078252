using System.Management.Automation;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Catalogue;
using BackupAccess.Engine.Connectors;
using BackupAccess.Engine.Operations;
using BackupAccess.PowerShell.Accounts;
using BackupAccess.PowerShell.Binding;
using BackupAccess.PowerShell.Completion;

namespace BackupAccess.PowerShell.Maintenance.Commands;

/// <summary>Brings the catalogue up to what the repositories hold, or back from them.</summary>
[Cmdlet(VerbsData.Update, "BkCatalog", SupportsShouldProcess = true, DefaultParameterSetName = "Account")]
[OutputType(typeof(CatalogueUpdate))]
public sealed class UpdateBkCatalogCommand : BkApprovableCmdlet
{
    [Parameter(Position = 0, ParameterSetName = "Account", ValueFromPipeline = true)]
    [ArgumentCompleter(typeof(AccountCompleter))]
    [AccountObject]
    [ValidateNotNullOrEmpty]
    public AccountReference[] Account { get; set; } = [];

    [Parameter(ParameterSetName = "Account")]
    [ArgumentCompleter(typeof(ConnectorCompleter))]
    [ConnectorObject]
    [ValidateNotNullOrEmpty]
    public ConnectorReference[] Connector { get; set; } = [];

    [Parameter(ParameterSetName = "Account")]
    [ArgumentCompleter(typeof(StorageCompleter))]
    [ValidateNotNullOrEmpty]
    public string FromStorage { get; set; } = "";

    [Parameter(ParameterSetName = "Account")]
    public SwitchParameter Force { get; set; }

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
        bool isCopy = FromStorage.Length > 0;
        if (ModeOf($"{account}", isCopy ? $"Take the copy in storage {FromStorage} for its repository" : "Update catalogue") is { } mode)
        {
            Attempt(account, () =>
            {
                if (!isCopy)
                {
                    Emit(Work(new RebuildCatalogue(account, mode)));
                }
                else if (mode == WorkMode.Preview || Force || MayDrop(account))
                {
                    Emit(Work(new AdoptCopy(account, FromStorage, mode)));
                }
            });
        }
    }

    /// <summary>What was never copied leaves the catalogue: somebody should have said so.</summary>
    private bool MayDrop(AccountReference account)
    {
        int dropped = Work(new AdoptCopy(account, FromStorage, WorkMode.Preview)).Removed.Count;
        return dropped == 0 || ShouldContinue($"{dropped} backups of {account} aren't in the storage {FromStorage} and leave the catalogue. Go on?", "Take the copy");
    }
}
