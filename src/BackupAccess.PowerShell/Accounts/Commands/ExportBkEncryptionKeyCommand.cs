using System.Management.Automation;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Operations;
using BackupAccess.PowerShell.Binding;
using BackupAccess.PowerShell.Completion;
using BackupAccess.PowerShell.Session;

namespace BackupAccess.PowerShell.Accounts.Commands;

/// <summary>Exports what opens an account's repository with a stock restic.</summary>
[Cmdlet(VerbsData.Export, "BkEncryptionKey", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(EncryptionKey))]
public sealed class ExportBkEncryptionKeyCommand : BkApprovableCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(AccountCompleter))]
    [AccountObject]
    public AccountReference[] Account { get; set; } = [];

    [Parameter]
    public SwitchParameter AsPlainText { get; set; }

    protected override void ProcessRecord()
    {
        foreach (AccountReference account in Account)
        {
            if (ShouldProcess($"{account}", "Export encryption key"))
            {
                Attempt(account, () => Emit(Show(Invoke(new ExportEncryptionKey(account)))));
            }
        }
    }

    private EncryptionKey Show(ExportedKey key)
    {
        using Secret password = key.Password;
        return new EncryptionKey(key.Account, key.Repository, AsPlainText ? password.ToPlainText() : password.ToSecureString());
    }
}
