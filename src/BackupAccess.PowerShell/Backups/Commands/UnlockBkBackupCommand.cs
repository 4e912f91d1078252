using System.Management.Automation;
using BackupAccess.Engine.Backups;
using BackupAccess.PowerShell.Binding;
using BackupAccess.PowerShell.Completion;

namespace BackupAccess.PowerShell.Backups.Commands;

/// <summary>Returns backups to rotation.</summary>
[Cmdlet(VerbsCommon.Unlock, "BkBackup", SupportsShouldProcess = true)]
[OutputType(typeof(Backup))]
public sealed class UnlockBkBackupCommand : BkCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("BackupId", "Id")]
    [ArgumentCompleter(typeof(BackupCompleter))]
    [BackupObject]
    public BackupReference[] Backup { get; set; } = [];

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override void ProcessRecord()
    {
        foreach (BackupReference backup in Backup)
        {
            Attempt(backup, () =>
            {
                string target = MayAsk(ConfirmImpact.Medium) ? Describe(Invoke(new GetBackup(backup))) : $"{backup}";
                if (ShouldProcess(target, "Unlock"))
                {
                    Emit(Invoke(new UnlockBackup(backup)), when: PassThru);
                }
            });
        }
    }
}
