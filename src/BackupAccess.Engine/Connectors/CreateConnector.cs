using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Storage;

namespace BackupAccess.Engine.Connectors;

/// <summary>Creates a connector.</summary>
public sealed record CreateConnector(string Name, ConnectorKind Kind, string? Path, string? Storage, ConnectorOrigin Origin) : IOperation<Connector>;

internal sealed class CreateConnectorHandler : ChangeHandler<CreateConnector, NoSubject, Connector>
{
    public override void Validate(CreateConnector request)
    {
        Names.RequireValid("connector", request.Name);
        if (request.Kind == ConnectorKind.Linux && request.Path is not null)
        {
            throw new InvalidRequestException("InvalidValue", "A connector of kind Linux has no path: its accounts are those of this server.");
        }
    }

    public override NoSubject Resolve(CreateConnector request, OperationContext context) => new("connector", request.Name);

    public override Connector Handle(CreateConnector request, NoSubject subject, OperationContext context)
    {
        // Without folders set aside for others, a connector reads whatever it names: that is Administrator's to say.
        if (!context.IsAdministrator)
        {
            throw context.Refuse(request.Name, "no folders are set aside for connectors of others than Administrator");
        }

        if (ConnectorStore.Find(context.Db, request.Name) is not null)
        {
            throw new ConflictException("AlreadyExists", $"There is a connector \"{request.Name}\" already.");
        }

        string? path = request.Kind == ConnectorKind.Folder ? ConnectorPath.RequireUsable("connector", request.Path) : null;
        RequireApart(context, request, path);
        ConnectorRow connector = new(
            context.NewId().ToString(),
            ConnectorStore.NextNumber(context.Db),
            request.Name,
            request.Kind.ToString(),
            path,
            StorageCatalogue.Require(context.Services, context.Db, request.Storage).Name,
            request.Origin == ConnectorOrigin.Legacy ? 1 : 0,
            RestrictedAt: null,
            SynchronizedAt: null,
            context.Now,
            RemovedAt: null);
        ConnectorStore.Insert(context.Db, connector);
        return ConnectorLookup.Show(context, connector);
    }

    private static void RequireApart(OperationContext context, CreateConnector request, string? path)
    {
        if (path is not null)
        {
            ConnectorPath.RequireApart(context, path);
        }
        else if (ConnectorStore.All(context.Db).FirstOrDefault(other => other.ConnectorKind == ConnectorKind.Linux) is { } other)
        {
            throw new ConflictException("Conflict", $"\"{request.Name}\" overlaps the connector \"{other.Name}\": both are this server's Linux accounts.");
        }
    }
}
