using System.Management.Automation;
using System.Security;
using BackupAccess.Engine.Downloads;
using BackupAccess.Engine.Operations;
using BackupAccess.PowerShell.Binding;
using BackupAccess.PowerShell.Completion;
using BackupAccess.PowerShell.Formatting;
using BackupAccess.PowerShell.Session;
using IO = System.IO;

namespace BackupAccess.PowerShell.Downloads.Commands;

/// <summary>Fetches downloads into files, and goes on where an earlier attempt was interrupted.</summary>
[Cmdlet(VerbsCommunications.Receive, "BkDownload", SupportsShouldProcess = true)]
[OutputType(typeof(IO.FileInfo))]
public sealed class ReceiveBkDownloadCommand : BkApprovableCmdlet
{
    private const int ActivityId = 0x426C;

    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Id")]
    [ArgumentCompleter(typeof(DownloadCompleter))]
    [DownloadObject]
    public DownloadReference[] Download { get; set; } = [];

    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    public string Destination { get; set; } = ".";

    [Parameter]
    [ValidateNotNull]
    public SecureString? EncryptionKey { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    protected override void ProcessRecord()
    {
        foreach (DownloadReference reference in Download)
        {
            Attempt(reference, () => Receive(reference));
        }
    }

    private void Receive(DownloadReference reference)
    {
        Download download = List(new ListDownloads([reference.Text], [], [])).FirstOrDefault() ?? throw new NotFoundException("download", reference.Text);
        string file = ReceivedFile.In(FullPath(Destination), download);
        if (!ShouldProcess($"{download.Account}, {download}", $"Receive into {file}"))
        {
            return;
        }

        using Secret? key = EncryptionKey?.ToSecret();
        ProgressRecord progress = new(ActivityId, $"Receiving {download}", " ");
        Emit(new ReceivedFile(download, file).Receive(
            Force,
            offset => List(new FetchDownload(new DownloadReference(download), offset) { EncryptionKey = key }),
            bytes => Report(progress, bytes, download.Size)));
        progress.RecordType = ProgressRecordType.Completed;
        WriteProgress(progress);
    }

    private void Report(ProgressRecord progress, long bytes, long size)
    {
        progress.StatusDescription = $"{ByteSize.Format(bytes)} of {ByteSize.Format(size)}";
        progress.PercentComplete = (int)(100.0 * bytes / size);
        WriteProgress(progress);
    }
}
