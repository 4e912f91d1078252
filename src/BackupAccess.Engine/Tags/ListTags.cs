using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Tags;

/// <summary>Lists the tags whose name or id matches any of the patterns; none means all.</summary>
public sealed record ListTags(IReadOnlyList<string> Names) : IOperation<IAsyncEnumerable<Tag>>;

internal sealed class ListTagsHandler : ListHandler<ListTags, Tag>
{
    protected override IReadOnlyList<Tag> List(ListTags request, OperationContext context)
    {
        NamePatterns names = new(request.Names);
        return [.. TagStore.All(context.Db)
            .Where(tag => names.Matches(tag.Name, tag.Id))
            .Select(tag => TagLookup.Show(tag, AccountStore.Tagged(context.Db, tag.Id).Count(account => context.MayKnow<ListAccounts>(account.Target))))];
    }
}
