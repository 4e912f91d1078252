using BackupAccess.Engine.Audit;

namespace BackupAccess.PowerShell.Completion;

/// <summary>Offers whom the newest audit events are by: users, those who are gone too, and local principals.</summary>
internal sealed class AuditPrincipalCompleter : BkCompleter
{
    private const int Newest = 2000;

    private protected override IEnumerable<Suggestion> Suggest(CompletionQuery query) =>
        query.List(new ListAuditEvents([], [], [], Outcome: null, Since: null, Before: null, Newest))
            .Select(one => one.Principal)
            .Where(name => name.StartsWith(query.Text, StringComparison.OrdinalIgnoreCase))
            .Distinct()
            .Order(StringComparer.OrdinalIgnoreCase)
            .Select(name => new Suggestion(name, ""));
}
