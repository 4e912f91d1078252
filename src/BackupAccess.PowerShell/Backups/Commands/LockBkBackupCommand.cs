using System.Management.Automation;
using BackupAccess.Engine.Backups;
using BackupAccess.PowerShell.Binding;
using BackupAccess.PowerShell.Completion;

namespace BackupAccess.PowerShell.Backups.Commands;

/// <summary>Takes backups out of rotation, by a lock or a legal hold, until a time or until that is lifted.</summary>
[Cmdlet(VerbsCommon.Lock, "BkBackup", SupportsShouldProcess = true)]
[OutputType(typeof(Backup))]
public sealed class LockBkBackupCommand : BkApprovableCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("BackupId", "Id")]
    [ArgumentCompleter(typeof(BackupCompleter))]
    [BackupObject]
    public BackupReference[] Backup { get; set; } = [];

    [Parameter]
    public string? Reason { get; set; }

    [Parameter]
    public DateTimeOffset? Until { get; set; }

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
                if (ShouldProcess(target, LegalHold ? "Place a legal hold" : "Lock"))
                {
                    Emit(LegalHold ? Invoke(new HoldBackup(backup, Reason, Until)) : Invoke(new LockBackup(backup, Reason, Until)), when: PassThru);
                }
            });
        }
    }
}
