using System.Management.Automation;
using BackupAccess.Engine.Backups;
using BackupAccess.PowerShell.Binding;
using BackupAccess.PowerShell.Completion;

namespace BackupAccess.PowerShell.Backups.Commands;

/// <summary>Returns backups to rotation: lifts their lock, or their legal hold.</summary>
[Cmdlet(VerbsCommon.Unlock, "BkBackup", SupportsShouldProcess = true)]
[OutputType(typeof(Backup))]
public sealed class UnlockBkBackupCommand : BkApprovableCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("BackupId", "Id")]
    [ArgumentCompleter(typeof(BackupCompleter))]
    [BackupObject]
    public BackupReference[] Backup { get; set; } = [];

    [Parameter]
    public SwitchParameter LegalHold { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override void ProcessRecord()
    {
        foreach (BackupReference backup in Backup)
        {
            Attempt(backup, () =>
            {
                string target = MayAsk(ConfirmImpact.Medium) ? Describe(Invoke(new GetBackup(backup))) : $"{backup}";
                if (ShouldProcess(target, LegalHold ? "Lift the legal hold" : "Unlock"))
                {
                    Emit(LegalHold ? Invoke(new ReleaseHold(backup)) : Invoke(new UnlockBackup(backup)), when: PassThru);
                }
            });
        }
    }
}
