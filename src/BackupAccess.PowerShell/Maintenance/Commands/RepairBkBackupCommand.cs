using System.Management.Automation;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Maintenance;
using BackupAccess.PowerShell.Binding;
using BackupAccess.PowerShell.Completion;

namespace BackupAccess.PowerShell.Maintenance.Commands;

/// <summary>Repairs accounts' repositories, and the backups in them that lack something.</summary>
[Cmdlet(VerbsDiagnostic.Repair, "BkBackup", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(RepairResult))]
public sealed class RepairBkBackupCommand : BkApprovableCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(AccountCompleter))]
    [AccountObject]
    [ValidateNotNullOrEmpty]
    public AccountReference[] Account { get; set; } = [];

    [Parameter]
    public SwitchParameter ReadData { get; set; }

    protected override void ProcessRecord() => Attempt(Only(Account), () =>
    {
        foreach (AccountReference account in Account.Where(IsFirst))
        {
            if (ModeOf($"{account}", "Repair repository, and replace damaged backups by what is left of them") is { } mode)
            {
                Attempt(account, () => Emit(Work(new RepairRepository(account, ReadData ? RepairDepth.Data : RepairDepth.Index, mode))));
            }
        }
    });
}
