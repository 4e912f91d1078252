using System.Management.Automation;
using System.Security;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Operations;
using BackupAccess.PowerShell.Binding;
using BackupAccess.PowerShell.Completion;
using BackupAccess.PowerShell.Session;

namespace BackupAccess.PowerShell.Backups.Commands;

/// <summary>Lists files and folders as they lie in backups.</summary>
[Cmdlet(VerbsCommon.Get, "BkBackupFile")]
[OutputType(typeof(BackupFileEntry))]
public sealed class GetBkBackupFileCommand : BkApprovableCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("BackupId", "Id")]
    [ArgumentCompleter(typeof(BackupCompleter))]
    [BackupObject]
    [ValidateNotNullOrEmpty]
    public BackupReference[] Backup { get; set; } = [];

    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(BackupPathCompleter))]
    public string[] Path { get; set; } = [""];

    [Parameter(ValueFromPipelineByPropertyName = true)]
    public BackupItem? Item { get; set; }

    [Parameter]
    public SwitchParameter Recurse { get; set; }

    [Parameter]
    [ValidateNotNull]
    public SecureString? EncryptionKey { get; set; }

    protected override void ProcessRecord()
    {
        using Secret? key = EncryptionKey?.ToSecret();
        BrowseDepth depth = Recurse ? BrowseDepth.All : BrowseDepth.Children;
        foreach (BackupReference backup in Backup)
        {
            foreach (string path in Path)
            {
                Attempt(backup, () => EmitAll(List(new ListBackupFiles(backup, Item, path, depth) { EncryptionKey = key })));
            }
        }
    }
}
