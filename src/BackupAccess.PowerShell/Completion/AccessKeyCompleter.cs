using BackupAccess.Engine.Users;

namespace BackupAccess.PowerShell.Completion;

/// <summary>Offers the ids of access keys.</summary>
internal sealed class AccessKeyCompleter : BkCompleter
{
    private protected override IEnumerable<Suggestion> Suggest(CompletionQuery query) =>
        query.List(new ListAccessKeys([]))
            .Where(key => key.AccessKeyId.StartsWith(query.Text, StringComparison.OrdinalIgnoreCase))
            .Select(key => new Suggestion(key.AccessKeyId, key.User));
}
