using System.Management.Automation;
using BackupAccess.Engine.Backups;
using BackupAccess.PowerShell.Binding;
using BackupAccess.PowerShell.Completion;

namespace BackupAccess.PowerShell.Backups.Commands;

/// <summary>Deletes backups, never locked ones.</summary>
[Cmdlet(VerbsCommon.Remove, "BkBackup", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(Backup))]
public sealed class RemoveBkBackupCommand : BkApprovableCmdlet
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
                string target = MayAsk(ConfirmImpact.High) ? Describe(Invoke(new GetBackup(backup))) : $"{backup}";
                if (ShouldProcess(target, "Delete"))
                {
                    Emit(Work(new DeleteBackup(backup)), when: PassThru);
                }
            });
        }
    }
}
