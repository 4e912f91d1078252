using BackupAccess.Engine.Audit;

namespace BackupAccess.PowerShell.Completion;

/// <summary>Offers what audit events can be of: operations, and acts that are none, as signing in.</summary>
internal sealed class AuditOperationCompleter : BkCompleter
{
    private protected override IEnumerable<Suggestion> Suggest(CompletionQuery query) => AuditOperations.All
        .Where(name => name.StartsWith(query.Text, StringComparison.OrdinalIgnoreCase))
        .Select(name => new Suggestion(name, ""));
}
