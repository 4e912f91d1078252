using BackupAccess.Engine.Storage;

namespace BackupAccess.PowerShell.Completion;

/// <summary>Offers the names of storages.</summary>
internal sealed class StorageCompleter : BkCompleter
{
    private protected override IEnumerable<Suggestion> Suggest(CompletionQuery query) =>
        query.List(new ListStorage([query.Pattern]))
            .Select(storage => new Suggestion(storage.Name, storage.Location));
}
