using BackupAccess.Engine.Policies;

namespace BackupAccess.PowerShell.Completion;

/// <summary>Offers the names of policies.</summary>
internal sealed class PolicyCompleter : BkCompleter
{
    private protected override IEnumerable<Suggestion> Suggest(CompletionQuery query) =>
        query.List(new ListPolicies([query.Pattern])).Select(policy => new Suggestion(policy.Name, string.Join(", ", policy.Rules)));
}
