using System.Management.Automation;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Catalogue;
using BackupAccess.Engine.Connectors;
using BackupAccess.PowerShell.Binding;
using BackupAccess.PowerShell.Completion;

namespace BackupAccess.PowerShell.Maintenance.Commands;

/// <summary>Compares the catalogue with what repositories hold.</summary>
[Cmdlet(VerbsCommon.Get, "BkCatalog")]
[OutputType(typeof(RepositoryInventory))]
public sealed class GetBkCatalogCommand : BkApprovableCmdlet
{
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [ArgumentCompleter(typeof(AccountCompleter))]
    [AccountObject]
    [ValidateNotNullOrEmpty]
    public AccountReference[] Account { get; set; } = [];

    [Parameter]
    [ArgumentCompleter(typeof(ConnectorCompleter))]
    [ConnectorObject]
    [ValidateNotNullOrEmpty]
    public ConnectorReference[] Connector { get; set; } = [];

    protected override void ProcessRecord() => Attempt(Only(Account), () =>
    {
        foreach (AccountReference account in Named(Account, Connector))
        {
            Attempt(account, () => Emit(Work(new InventoryRepository(account))));
        }
    });
}
