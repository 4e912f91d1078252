using BackupAccess.Engine.Access;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Storage;

/// <summary>Lists the storages whose name matches any of the patterns; none means all.</summary>
public sealed record ListStorage(IReadOnlyList<string> Names) : IOperation<IAsyncEnumerable<BackupStorage>>;

internal sealed class ListStorageHandler : ListHandler<ListStorage, BackupStorage>
{
    public override IReadOnlyList<TargetKind> Targets => [TargetKind.Storage];

    protected override IReadOnlyList<BackupStorage> List(ListStorage request, OperationContext context)
    {
        NamePatterns names = new(request.Names);
        return [.. StorageCatalogue.All(context.Services, context.Db)
            .Where(storage => names.Matches(storage.Name))
            .Select(storage => StorageCatalogue.Show(context, storage))];
    }
}
