using BackupAccess.Engine.Accounts;

namespace BackupAccess.Engine.Maintenance;

/// <summary>Gathers findings: all are counted, the first thousand kept.</summary>
internal sealed class VerifyFindings
{
    private const int Kept = 1000;

    private readonly List<VerifyFinding> _findings = [];
    private long _count;
    private bool _failed;

    public void Add(FindingSeverity severity, string about, string problem)
    {
        _count++;
        _failed |= severity == FindingSeverity.Error;
        if (_findings.Count < Kept)
        {
            _findings.Add(new VerifyFinding(severity, about, problem.TrimEnd('.')));
        }
    }

    public VerifyResult ToResult(AccountRow account, Guid? backup, VerifyDepth depth) => new()
    {
        Account = account.Path,
        AccountId = account.Guid,
        BackupId = backup,
        Passed = !_failed,
        ReadDataPercent = depth.ReadDataPercent,
        ReadDataSubset = depth.ReadDataSubset?.ToString(),
        FindingCount = _count,
        Findings = _findings,
    };
}
