using BackupAccess.Engine.Roles;

namespace BackupAccess.PowerShell.Completion;

/// <summary>Offers the names of roles.</summary>
internal sealed class RoleCompleter : BkCompleter
{
    private protected override IEnumerable<Suggestion> Suggest(CompletionQuery query) =>
        query.List(new ListRoles([query.Pattern]))
            .Select(role => new Suggestion(role.Name, string.Join(", ", role.Permissions)));
}
