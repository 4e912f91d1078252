using System.Management.Automation;
using BackupAccess.Engine.Accounts;
using BackupAccess.PowerShell.Binding;
using BackupAccess.PowerShell.Completion;

namespace BackupAccess.PowerShell.Accounts.Commands;

/// <summary>Takes accounts off the list; their backups stay, as orphans'.</summary>
[Cmdlet(VerbsCommon.Remove, "BkAccount", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(Account))]
public sealed class RemoveBkAccountCommand : BkApprovableCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(AccountCompleter))]
    [AccountObject]
    public AccountReference[] Account { get; set; } = [];

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override void ProcessRecord()
    {
        foreach (AccountReference account in Account)
        {
            if (ShouldProcess($"{account}", "Take account off the list"))
            {
                Attempt(account, () => Emit(Invoke(new RemoveAccount(account)), when: PassThru));
            }
        }
    }
}
