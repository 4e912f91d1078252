using BackupAccess.Engine.Permissions;

namespace BackupAccess.PowerShell.Completion;

/// <summary>Offers the names of permissions.</summary>
internal sealed class PermissionCompleter : BkCompleter
{
    private protected override IEnumerable<Suggestion> Suggest(CompletionQuery query) =>
        query.List(new ListPermissions([query.Pattern]))
            .Select(permission => new Suggestion(permission.Name, permission.Description ?? ""));
}
