using System.Management.Automation;
using System.Security;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Operations;
using BackupAccess.PowerShell.Binding;
using BackupAccess.PowerShell.Completion;
using BackupAccess.PowerShell.Session;

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

    [Parameter]
    [ValidateNotNull]
    public SecureString? EncryptionKey { get; set; }

    protected override void ProcessRecord()
    {
        using Secret? key = EncryptionKey?.ToSecret();
        foreach (BackupReference backup in Backup)
        {
            Attempt(backup, () => EmitAll(Invoke(new ListBackupItems(backup) { EncryptionKey = key })));
        }
    }
}
