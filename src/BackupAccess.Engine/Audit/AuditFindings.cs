using System.Globalization;

namespace BackupAccess.Engine.Audit;

/// <summary>Collects what is found: adjoining events of which the same is wrong are one finding, so that a log that is wholly wrong doesn't make a finding an event.</summary>
internal sealed class AuditFindings
{
    private readonly List<AuditFinding> _findings = [];

    public IReadOnlyList<AuditFinding> All => [.. _findings.Select(Describe).OrderBy(finding => finding.First)];

    public bool IsClean => _findings.TrueForAll(finding => finding.Kind == AuditFindingKind.Interrupted);

    public void Add(AuditFindingKind kind, long first, long last, string text) => _findings.Add(new AuditFinding(kind, first, last, text));

    public void Altered(long sequence) => Extend(AuditFindingKind.Altered, sequence, sequence);

    public void Missing(long first, long last) => Extend(AuditFindingKind.Missing, first, last);

    private void Extend(AuditFindingKind kind, long first, long last)
    {
        if (_findings.Count > 0 && _findings[^1] is { Text: "" } before && before.Kind == kind && before.Last + 1 == first)
        {
            _findings[^1] = before with { Last = last };
        }
        else
        {
            _findings.Add(new AuditFinding(kind, first, last, ""));
        }
    }

    private static AuditFinding Describe(AuditFinding finding)
    {
        if (finding.Text.Length > 0)
        {
            return finding;
        }

        bool one = finding.First == finding.Last;
        string which = one ? Say($"event {finding.First}") : Say($"events {finding.First} to {finding.Last}");
        return finding with
        {
            Text = (finding.Kind, one) switch
            {
                (AuditFindingKind.Missing, true) => $"{which} is missing",
                (AuditFindingKind.Missing, false) => $"{which} are missing",
                (_, true) => $"{which} is not as it was written there",
                _ => $"{which} are not as they were written there",
            },
        };
    }

    private static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
