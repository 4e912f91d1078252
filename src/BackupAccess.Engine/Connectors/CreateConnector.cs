using BackupAccess.Engine.Access;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Roles;
using BackupAccess.Engine.Storage;
using BackupAccess.Engine.VolumeSnapshots;

namespace BackupAccess.Engine.Connectors;

/// <summary>Creates a connector. Who creates it through a granted reach is granted it.</summary>
public sealed record CreateConnector(string Name, ConnectorKind Kind, string? Path, string? Storage, ConnectorOrigin Origin) : IOperation<Connector>
{
    /// <summary>What a connector of kind Ontap is a folder of; null for another kind.</summary>
    public ConnectorVolume? Volume { get; init; }
}

internal sealed class CreateConnectorHandler : ChangeHandler<CreateConnector, NoSubject, Connector>
{
    public override void Validate(CreateConnector request)
    {
        Names.RequireValid("connector", request.Name);
        if (request.Kind == ConnectorKind.Linux && request.Path is not null)
        {
            throw new InvalidRequestException("InvalidValue", "A connector of kind Linux has no path: its accounts are those of this server.");
        }

        ConnectorVolumeRules.RequireFits(request.Kind, request.Volume);
    }

    public override NoSubject Resolve(CreateConnector request, OperationContext context) => new("connector", request.Name);

    public override ISubject About(NoSubject subject, Connector result) => subject with { Id = result.Id.ToString() };

    public override Connector Handle(CreateConnector request, NoSubject subject, OperationContext context)
    {
        ConnectorReach reach = CreatorReach.OfConnectors(context, Number);
        if (reach == ConnectorReach.None)
        {
            throw context.Refuse(request.Name, CreatorReach.OutOfReach);
        }

        ConnectorRoots.RequireAllowed(context, request);
        if (ConnectorStore.Find(context.Db, request.Name) is not null)
        {
            throw new ConflictException("AlreadyExists", $"There is a connector \"{request.Name}\" already.");
        }

        string? path = request.Kind != ConnectorKind.Linux ? ConnectorPath.RequireUsable("connector", request.Path) : null;
        ConnectorRoots.RequireWithin(context, request.Name, path);
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
        if (request.Volume is { } volume)
        {
            ConnectorVolumeStore.Write(context.Db, connector.Guid, ConnectorVolumeRules.Resolve(context, volume));
        }

        GiveToCreator(context, connector, reach);
        return ConnectorLookup.Show(context, ConnectorStore.Find(context.Db, connector.Guid)!);
    }

    private static void GiveToCreator(OperationContext context, ConnectorRow connector, ConnectorReach reach)
    {
        if (reach == ConnectorReach.Granted)
        {
            GrantStore.Save(context.Db, context.Policy.UserId, connector.Guid, until: null, context.Policy.Name, context.Now);
            context.PolicyChanged(context.Policy.UserId);
            context.Tell(CreatorReach.Told);
        }
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
