using BackupAccess.Engine.DesiredState;

namespace BackupAccess.PowerShell.Completion;

/// <summary>Offers the sections of desired-state documents.</summary>
internal sealed class StateSectionCompleter : BkCompleter
{
    private protected override IEnumerable<Suggestion> Suggest(CompletionQuery query) =>
        StateSections.All.Where(section => section.StartsWith(query.Text, StringComparison.OrdinalIgnoreCase)).Select(section => new Suggestion(section, section));
}
