using System.Management.Automation;
using BackupAccess.Engine.Backups;
using BackupAccess.PowerShell.Binding;
using BackupAccess.PowerShell.Completion;

namespace BackupAccess.PowerShell.Backups.Commands;

/// <summary>Copies backups to another storage.</summary>
[Cmdlet(VerbsCommon.Copy, "BkBackup", SupportsShouldProcess = true)]
[OutputType(typeof(BackupCopy))]
public sealed class CopyBkBackupCommand : BkCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("BackupId", "Id")]
    [ArgumentCompleter(typeof(BackupCompleter))]
    [BackupObject]
    public BackupReference[] Backup { get; set; } = [];

    [Parameter(Mandatory = true, Position = 1)]
    [ArgumentCompleter(typeof(StorageCompleter))]
    [ValidateNotNullOrEmpty]
    public string Storage { get; set; } = "";

    protected override void ProcessRecord()
    {
        foreach (BackupReference backup in Backup)
        {
            if (ModeOf($"{backup}", $"Copy to storage {Storage}") is { } mode)
            {
                Attempt(backup, () => Emit(Work(new CopyBackup(backup, Storage, mode))));
            }
        }
    }
}
