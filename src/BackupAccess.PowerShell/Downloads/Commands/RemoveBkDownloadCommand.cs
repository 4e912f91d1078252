using System.Management.Automation;
using BackupAccess.Engine.Downloads;
using BackupAccess.PowerShell.Binding;
using BackupAccess.PowerShell.Completion;

namespace BackupAccess.PowerShell.Downloads.Commands;

/// <summary>Removes downloads before their time is over; the backups stay.</summary>
[Cmdlet(VerbsCommon.Remove, "BkDownload", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(Download))]
public sealed class RemoveBkDownloadCommand : BkApprovableCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Id")]
    [ArgumentCompleter(typeof(DownloadCompleter))]
    [DownloadObject]
    public DownloadReference[] Download { get; set; } = [];

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override void ProcessRecord()
    {
        foreach (DownloadReference download in Download)
        {
            if (ShouldProcess($"{download}", "Remove download"))
            {
                Attempt(download, () => Emit(Invoke(new RemoveDownload(download)), when: PassThru));
            }
        }
    }
}
