using BackupAccess.Engine.Permissions;

namespace BackupAccess.PowerShell.Completion;

/// <summary>Offers the names of operations.</summary>
internal sealed class OperationCompleter : BkCompleter
{
    private protected override IEnumerable<Suggestion> Suggest(CompletionQuery query) =>
        query.List(new ListOperations([query.Pattern]))
            .Select(operation => new Suggestion(operation.Name, string.Join(", ", operation.Permissions)));
}
