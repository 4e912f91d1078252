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
public sealed class TestBkBackupCommand : BkApprovableCmdlet
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
    [ValidateNotNullOrEmpty]
    public string ReadDataSubset { get; set; } = "";

    [Parameter]
    public SwitchParameter Quiet { get; set; }

    protected override void BeginProcessing()
    {
        string[] given = [.. new[] { nameof(ReadData), nameof(ReadDataPercent), nameof(ReadDataSubset) }.Where(MyInvocation.BoundParameters.ContainsKey)];
        if (given.Length > 1)
        {
            Refuse($"{string.Join(" and ", given.Select(name => $"-{name}"))} say differently how much is read: give one.");
        }
    }

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

        int slash = ReadDataSubset.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0 || !IsNumber(ReadDataSubset[..slash], out int part) || !IsNumber(ReadDataSubset[(slash + 1)..], out int parts) || part > parts || parts > PackSubset.MaxParts)
        {
            Refuse($"\"{ReadDataSubset}\" is no part of the data: parts are 1/n to n/n, and n is at most {PackSubset.MaxParts}.");
            return null;
        }

        return new PackSubset(part, parts);
    }

    private static bool IsNumber(string text, out int number) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number > 0;

    private void Answer(VerifyResult result) => Emit(Quiet ? result.Passed : result);
}
