using BackupAccess.Engine.Commands;
using BackupAccess.Engine.Permissions;
using BackupAccess.Engine.Settings;

namespace BackupAccess.PowerShell.Completion;

/// <summary>Offers what the setting named before takes: true and false, operations that can need an approval, or commands of the list.</summary>
internal sealed class SettingValueCompleter : BkCompleter
{
    private protected override IEnumerable<Suggestion> Suggest(CompletionQuery query)
    {
        if (query.BoundText("Name") is not { } name || query.List(new ListSettings([name])).FirstOrDefault() is not { } setting)
        {
            return [];
        }

        return setting switch
        {
            { Kind: SettingKind.Flag } => Matching(query, ["true", "false"]),
            { Name: "approval.operations" } => query.List(new ListOperations([query.Pattern]))
                .Where(operation => operation.Approvable)
                .Select(operation => new Suggestion(operation.Name, string.Join(", ", operation.Permissions))),
            { Name: "encryption.keyCommand" } => Matching(query, CommandNames.Of(query.Client.Session.Endpoint, CommandPurpose.AccountKey)),
            { Name: "audit.headCommand" } => Matching(query, CommandNames.Of(query.Client.Session.Endpoint, CommandPurpose.AuditHead)),
            _ => Matching(query, setting.Default),
        };
    }

    private static IEnumerable<Suggestion> Matching(CompletionQuery query, IEnumerable<string> values) => values
        .Where(value => value.StartsWith(query.Text, StringComparison.OrdinalIgnoreCase))
        .Select(value => new Suggestion(value, ""));
}
