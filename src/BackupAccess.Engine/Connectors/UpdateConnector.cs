using BackupAccess.Engine.Access;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Storage;

namespace BackupAccess.Engine.Connectors;

/// <summary>Changes a connector's name, its storage until there is a first backup, or its path, which is Administrator's; what is null stays.</summary>
public sealed record UpdateConnector(ConnectorReference Connector, string? Name, string? Path, string? Storage) : IOperation<Connector>;

internal sealed class UpdateConnectorHandler : ChangeHandler<UpdateConnector, ConnectorRow, Connector>
{
    public override IReadOnlyList<TargetKind> Targets => [TargetKind.Connector];

    public override void Validate(UpdateConnector request)
    {
        if (request.Name is not null)
        {
            Names.RequireValid("connector", request.Name);
        }
    }

    public override ConnectorRow Resolve(UpdateConnector request, OperationContext context) => ConnectorLookup.Find(context, request.Connector);

    public override Connector Handle(UpdateConnector request, ConnectorRow connector, OperationContext context)
    {
        ConnectorRow changed = connector with
        {
            Name = NewName(request, connector, context),
            Path = NewPath(request, connector, context),
            Storage = NewStorage(request, connector, context),
        };
        ConnectorStore.Update(context.Db, changed);
        context.Tell($"name {changed.Name}, path {changed.Path ?? "none"}, storage {changed.Storage}");
        return ConnectorLookup.Show(context, changed);
    }

    private static string NewName(UpdateConnector request, ConnectorRow connector, OperationContext context) =>
        request.Name is null ? connector.Name
        : ConnectorStore.Find(context.Db, request.Name) is { } other && other.Id != connector.Id
            ? throw new ConflictException("AlreadyExists", $"There is a connector \"{request.Name}\" already.")
            : request.Name;

    private static string? NewPath(UpdateConnector request, ConnectorRow connector, OperationContext context)
    {
        if (request.Path is null)
        {
            return connector.Path;
        }

        if (!context.IsAdministrator)
        {
            throw context.Refuse(connector.Name, "a connector's path is Administrator's to change");
        }

        if (connector.ConnectorKind == ConnectorKind.Linux)
        {
            throw new InvalidRequestException("InvalidValue", "A connector of kind Linux has no path: its accounts are those of this server.");
        }

        string path = ConnectorPath.RequireUsable("connector", request.Path);
        ConnectorPath.RequireApart(context, path, connector);
        return path;
    }

    private static string NewStorage(UpdateConnector request, ConnectorRow connector, OperationContext context)
    {
        string storage = request.Storage is null ? connector.Storage : StorageCatalogue.Require(context.Services, context.Db, request.Storage).Name;
        return storage == connector.Storage || !ConnectorStore.HasRepositories(context.Db, connector.Guid)
            ? storage
            : throw new ConflictException("Conflict", $"The storage of \"{connector.Name}\" is fixed: there are backups of its accounts in \"{connector.Storage}\".");
    }
}
