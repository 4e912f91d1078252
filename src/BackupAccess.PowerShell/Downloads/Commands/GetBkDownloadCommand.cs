using System.Management.Automation;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Connectors;
using BackupAccess.Engine.Downloads;
using BackupAccess.PowerShell.Accounts;
using BackupAccess.PowerShell.Binding;
using BackupAccess.PowerShell.Completion;

namespace BackupAccess.PowerShell.Downloads.Commands;

/// <summary>Lists downloads, newest first.</summary>
[Cmdlet(VerbsCommon.Get, "BkDownload", DefaultParameterSetName = "Account")]
[OutputType(typeof(Download))]
public sealed class GetBkDownloadCommand : BkQueryCmdlet
{
    [Parameter(Position = 0, ParameterSetName = "Account", ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(AccountCompleter))]
    [AccountObject]
    [ValidateNotNullOrEmpty]
    public AccountReference[] Account { get; set; } = [];

    [Parameter(ParameterSetName = "Account", ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ConnectorCompleter))]
    [ConnectorObject]
    [ValidateNotNullOrEmpty]
    public ConnectorReference[] Connector { get; set; } = [];

    [Parameter(Mandatory = true, ParameterSetName = "Id", ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(DownloadCompleter))]
    [DownloadObject]
    [ValidateNotNullOrEmpty]
    public DownloadReference[] Id { get; set; } = [];

    protected override void ProcessRecord()
    {
        if (ParameterSetName == "Id")
        {
            string[] ids = [.. Id.Select(id => id.Text)];
            Attempt(Only(Id), () => EmitNamed("download", ids, List(new ListDownloads(ids, [], [])), (download, id) => IsNamed(download.Id.ToString(), download.Id, id)));
            return;
        }

        Attempt(Only(Account), () =>
        {
            AccountReference[] qualified = [.. AccountSelection.Qualify(Account, Connector)];
            EmitAll(List(new ListDownloads([], AccountSelection.Patterns(qualified), AccountSelection.ConnectorsBeside(Account, Connector))));
            RequireAccounts(qualified);
            if (Account.Length == 0)
            {
                RequireConnectors(Connector);
            }
        });
    }
}
