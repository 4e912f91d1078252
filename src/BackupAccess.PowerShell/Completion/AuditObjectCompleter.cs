using BackupAccess.Engine.Audit;

namespace BackupAccess.PowerShell.Completion;

/// <summary>Offers the names of what the newest audit events are about.</summary>
internal sealed class AuditObjectCompleter : BkCompleter
{
    private const int Newest = 2000;

    private protected override IEnumerable<Suggestion> Suggest(CompletionQuery query) =>
        query.List(new ListAuditEvents([], [], [], Outcome: null, Since: null, Before: null, Newest))
            .SelectMany(one => one.Objects)
            .Where(item => item.Name?.StartsWith(query.Text, StringComparison.OrdinalIgnoreCase) == true)
            .DistinctBy(item => item.Name)
            .OrderBy(item => item.Name, StringComparer.OrdinalIgnoreCase)
            .Select(item => new Suggestion(item.Name!, item.Kind));
}
