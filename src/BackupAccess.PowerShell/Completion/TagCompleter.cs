using BackupAccess.Engine.Tags;

namespace BackupAccess.PowerShell.Completion;

/// <summary>Offers the names of tags.</summary>
internal sealed class TagCompleter : BkCompleter
{
    private protected override IEnumerable<Suggestion> Suggest(CompletionQuery query) =>
        query.List(new ListTags([query.Pattern])).Select(tag => new Suggestion(tag.Name, tag.Color));
}
