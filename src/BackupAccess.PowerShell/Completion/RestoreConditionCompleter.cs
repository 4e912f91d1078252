using BackupAccess.Engine.Conditions;

namespace BackupAccess.PowerShell.Completion;

/// <summary>Offers the names of restore conditions, each with its text.</summary>
internal sealed class RestoreConditionCompleter : BkCompleter
{
    private protected override IEnumerable<Suggestion> Suggest(CompletionQuery query) =>
        query.List(new ListRestoreConditions([query.Pattern])).Select(condition => new Suggestion(condition.Name, condition.Text));
}
