using BackupAccess.Engine.Access;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Users;

/// <summary>Lists the access keys of the users whose name or id matches any of the patterns; none means all that the caller may see.</summary>
public sealed record ListAccessKeys(IReadOnlyList<string> Users) : IOperation<IAsyncEnumerable<AccessKey>>;

internal sealed class ListAccessKeysHandler : ListHandler<ListAccessKeys, AccessKey>
{
    public override IReadOnlyList<TargetKind> Targets => [TargetKind.User];

    protected override IReadOnlyList<AccessKey> List(ListAccessKeys request, OperationContext context)
    {
        NamePatterns users = new(request.Users);
        ILookup<string, AccessKeyRow> keys = AccessKeyStore.All(context.Db).ToLookup(key => key.UserId, StringComparer.Ordinal);
        return [.. UserStore.All(context.Db)
            .Where(user => users.Matches(user.Name, user.Id) && context.Allows(user.Target))
            .SelectMany(user => keys[user.Id].Select(key => new AccessKeySubject(key, user).Show(context.Now)))];
    }
}
