using System.Management.Automation;
using System.Security;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Encryption;
using BackupAccess.Engine.Operations;
using BackupAccess.PowerShell.Binding;
using BackupAccess.PowerShell.Completion;
using BackupAccess.PowerShell.Session;

namespace BackupAccess.PowerShell.Accounts.Commands;

/// <summary>Says who keeps the keys of accounts' backups. One that its owner keeps is in the output and nowhere else.</summary>
[Cmdlet(VerbsCommon.Set, "BkEncryptionKey", SupportsShouldProcess = true)]
[OutputType(typeof(IssuedEncryptionKey))]
public sealed class SetBkEncryptionKeyCommand : BkApprovableCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(AccountCompleter))]
    [AccountObject]
    public AccountReference[] Account { get; set; } = [];

    [Parameter(Mandatory = true, Position = 1)]
    public KeyLocation Location { get; set; }

    [Parameter]
    [ValidateNotNull]
    public SecureString? EncryptionKey { get; set; }

    [Parameter]
    public SwitchParameter AsPlainText { get; set; }

    protected override void ProcessRecord()
    {
        foreach (AccountReference account in Account)
        {
            if (ShouldProcess($"{account}", $"Set encryption key {Location}"))
            {
                Attempt(account, () => Set(account));
            }
        }
    }

    private void Set(AccountReference account)
    {
        using Secret? known = EncryptionKey?.ToSecret();
        NewEncryptionKey made = Work(new SetEncryptionKey(account, Location, known));
        using Secret? key = made.Key;
        Emit(new IssuedEncryptionKey(made.Account, made.Location, AsPlainText ? key?.ToPlainText() : key?.ToSecureString()));
    }
}
