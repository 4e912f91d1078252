using System.Management.Automation;
using BackupAccess.Engine.Backups;
using BackupAccess.PowerShell.Binding;
using BackupAccess.PowerShell.Completion;

namespace BackupAccess.PowerShell.Backups.Commands;

/// <summary>Lists the items of backups.</summary>
[Cmdlet(VerbsCommon.Get, "BkBackupItem")]
[OutputType(typeof(BackupItemEntry))]
public sealed class GetBkBackupItemCommand : BkApprovableCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("BackupId", "Id")]
    [ArgumentCompleter(typeof(BackupCompleter))]
    [BackupObject]
    [ValidateNotNullOrEmpty]
    public BackupReference[] Backup { get; set; } = [];

    protected override void ProcessRecord()
    {
        foreach (BackupReference backup in Backup)
        {
            Attempt(backup, () => EmitAll(Invoke(new ListBackupItems(backup))));
        }
    }
}
