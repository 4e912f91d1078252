using System.Management.Automation;
using System.Text;
using BackupAccess.Engine.Connectors;
using BackupAccess.Engine.Dashboards;
using BackupAccess.PowerShell.Binding;
using BackupAccess.PowerShell.Completion;
using IO = System.IO;

namespace BackupAccess.PowerShell.Dashboards.Commands;

/// <summary>Tells how backups stand, as an object or as a page for a browser.</summary>
[Cmdlet(VerbsCommon.Get, "BkDashboard")]
[OutputType(typeof(Dashboard), typeof(FileInfo))]
public sealed class GetBkDashboardCommand : BkQueryCmdlet
{
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ConnectorCompleter))]
    [ConnectorObject]
    [ValidateNotNullOrEmpty]
    public ConnectorReference[] Connector { get; set; } = [];

    [Parameter]
    public int Days { get; set; } = 7;

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Html { get; set; }

    protected override void ProcessRecord() => Attempt(Only(Connector), () =>
    {
        Dashboard dashboard = Invoke(new GetDashboard([.. Connector.Select(connector => connector.Text)], Days));
        if (Html is null)
        {
            Emit(dashboard);
            return;
        }

        string path = FullPath(Html);
        IO.File.WriteAllText(path, DashboardPage.Write(dashboard), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        Emit(new FileInfo(path));
    });
}
