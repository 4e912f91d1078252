using System.Management.Automation;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Encryption;
using BackupAccess.PowerShell.Binding;
using BackupAccess.PowerShell.Completion;

namespace BackupAccess.PowerShell.Accounts.Commands;

/// <summary>Has the keys of accounts be deleted, and every backup with them, or takes that back.</summary>
[Cmdlet(VerbsCommon.Reset, "BkEncryptionKey", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(Account))]
public sealed class ResetBkEncryptionKeyCommand : BkApprovableCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(AccountCompleter))]
    [AccountObject]
    public AccountReference[] Account { get; set; } = [];

    [Parameter]
    public SwitchParameter Cancel { get; set; }

    protected override void ProcessRecord()
    {
        foreach (AccountReference account in Account)
        {
            if (Cancel)
            {
                TakeBack(account);
            }
            else if (ShouldProcess($"{account}", "Reset encryption key, and delete all backups"))
            {
                Attempt(account, () => Emit(Work(new ResetEncryptionKey(account))));
            }
        }
    }

    private void TakeBack(AccountReference account)
    {
        if (!MayAsk(ConfirmImpact.Medium) || ShouldProcess($"{account}", "Cancel the reset of the encryption key"))
        {
            Attempt(account, () => Emit(Invoke(new CancelEncryptionReset(account))));
        }
    }
}
