using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.StorageControllers;

/// <summary>Lists the storage controllers whose name matches any of the patterns; none means all.</summary>
public sealed record ListStorageControllers(IReadOnlyList<string> Names) : IOperation<IAsyncEnumerable<StorageController>>;

internal sealed class ListStorageControllersHandler : ListHandler<ListStorageControllers, StorageController>
{
    protected override IReadOnlyList<StorageController> List(ListStorageControllers request, OperationContext context)
    {
        NamePatterns names = new(request.Names);
        Dictionary<string, long> connectors = StorageControllerStore.CountConnectors(context.Db);
        return [.. StorageControllerStore.All(context.Db)
            .Where(controller => names.Matches(controller.Name))
            .Select(controller => controller.Show((int)connectors.GetValueOrDefault(controller.Name)))];
    }
}
