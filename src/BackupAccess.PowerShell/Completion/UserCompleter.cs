using BackupAccess.Engine.Users;

namespace BackupAccess.PowerShell.Completion;

/// <summary>Offers the names of users.</summary>
internal sealed class UserCompleter : BkCompleter
{
    private protected override IEnumerable<Suggestion> Suggest(CompletionQuery query) =>
        query.List(new ListUsers([query.Pattern]))
            .Select(user => new Suggestion(user.Name, string.Join(", ", user.Roles)));
}
