using System.Globalization;
using System.Management.Automation;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Maintenance;
using BackupAccess.PowerShell.Binding;
using BackupAccess.PowerShell.Completion;
using BackupAccess.Repository.Checking;

namespace BackupAccess.PowerShell.Maintenance.Commands;

/// <summary>Verifies backups, or accounts' whole repositories. No set is the default, which would take an account's Id for a backup's.</summary>
[Cmdlet(VerbsDiagnostic.Test, "BkBackup")]
[OutputType(typeof(VerifyResult), typeof(bool))]
public sealed class TestBkBackupCommand : BkCmdlet
{
    private const double Everything = 100;

    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "Backup", ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("BackupId", "Id")]
    [ArgumentCompleter(typeof(BackupCompleter))]
    [BackupObject]
    public BackupReference[] Backup { get; set; } = [];

    // Not by property name: a backup names its account too, and would have the whole repository verified instead.
    [Parameter(Mandatory = true, ParameterSetName = "Account", ValueFromPipeline = true)]
    [ArgumentCompleter(typeof(AccountCompleter))]
    [AccountObject]
    public AccountReference[] Account { get; set; } = [];

    [Parameter]
    public SwitchParameter ReadData { get; set; }

    [Parameter]
    [ValidateRange(0.0, Everything)]
    public double ReadDataPercent { get; set; }

    [Parameter]
    [ValidatePattern(@"^\d{1,3}/\d{1,3}$")]
    public string ReadDataSubset { get; set; } = "";

    [Parameter]
    public SwitchParameter Quiet { get; set; }

    protected override void ProcessRecord()
    {
        VerifyDepth depth = new(ReadData ? Everything : ReadDataPercent, ReadSubset());
        foreach (BackupReference backup in Backup)
        {
            Attempt(backup, () => Answer(Work(new VerifyBackup(backup, depth))));
        }

        foreach (AccountReference account in Account)
        {
            Attempt(account, () => Answer(Work(new VerifyRepository(account, depth))));
        }
    }

    private PackSubset? ReadSubset()
    {
        if (ReadDataSubset.Length == 0)
        {
            return null;
        }

        int[] numbers = [.. ReadDataSubset.Split('/').Select(number => int.Parse(number, CultureInfo.InvariantCulture))];
        if (numbers[0] < 1 || numbers[0] > numbers[1] || numbers[1] > PackSubset.MaxParts)
        {
            Refuse($"\"{ReadDataSubset}\" is no part of the data: parts are 1/n to n/n, and n is at most {PackSubset.MaxParts}.");
        }

        return new PackSubset(numbers[0], numbers[1]);
    }

    private void Answer(VerifyResult result) => Emit(Quiet ? result.Passed : result);
}
