using BackupAccess.Engine.Priorities;

namespace BackupAccess.PowerShell.Completion;

/// <summary>Offers the names of priority groups.</summary>
internal sealed class PriorityGroupCompleter : BkCompleter
{
    private protected override IEnumerable<Suggestion> Suggest(CompletionQuery query) =>
        query.List(new ListPriorityGroups([query.Pattern]))
            .Select(group => new Suggestion(group.Name, $"{group.Backup}, {group.Clone}, {group.Restore}, {group.Download}"));
}
