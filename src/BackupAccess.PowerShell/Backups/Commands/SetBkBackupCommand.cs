using System.Management.Automation;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Catalogue;
using BackupAccess.PowerShell.Binding;
using BackupAccess.PowerShell.Completion;

namespace BackupAccess.PowerShell.Backups.Commands;

/// <summary>Writes notes about backups.</summary>
[Cmdlet(VerbsCommon.Set, "BkBackup", SupportsShouldProcess = true)]
[OutputType(typeof(Backup))]
public sealed class SetBkBackupCommand : BkApprovableCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("BackupId", "Id")]
    [ArgumentCompleter(typeof(BackupCompleter))]
    [BackupObject]
    public BackupReference[] Backup { get; set; } = [];

    [Parameter(Mandatory = true, Position = 1)]
    [AllowEmptyString]
    public string Note { get; set; } = "";

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override void ProcessRecord()
    {
        foreach (BackupReference backup in Backup)
        {
            if (ShouldProcess($"{backup}", "Write note"))
            {
                Attempt(backup, () => Emit(Invoke(new SetBackupNote(backup, Note)), when: PassThru));
            }
        }
    }
}
