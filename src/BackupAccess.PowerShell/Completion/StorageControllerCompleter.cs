using BackupAccess.Engine.StorageControllers;

namespace BackupAccess.PowerShell.Completion;

/// <summary>Offers the names of storage controllers.</summary>
internal sealed class StorageControllerCompleter : BkCompleter
{
    private protected override IEnumerable<Suggestion> Suggest(CompletionQuery query) =>
        query.List(new ListStorageControllers([query.Pattern]))
            .Select(controller => new Suggestion(controller.Name, controller.Url));
}
