using BackupAccess.Engine.Access;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Users;

/// <summary>Lists the names of enabled users, for those who may grant to them.</summary>
public sealed record ListUserNames : IOperation<IAsyncEnumerable<string>>;

internal sealed class ListUserNamesHandler : ListHandler<ListUserNames, string>
{
    public override IReadOnlyList<TargetKind> Targets => [TargetKind.User];

    protected override IReadOnlyList<string> List(ListUserNames request, OperationContext context) =>
        [.. UserStore.All(context.Db).Where(user => user.IsEnabled && context.Allows(user.Target)).Select(user => user.Name)];
}
