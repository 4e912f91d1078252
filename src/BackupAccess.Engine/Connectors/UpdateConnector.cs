using System.Globalization;
using BackupAccess.Engine.Access;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Storage;
using BackupAccess.Engine.VolumeSnapshots;

namespace BackupAccess.Engine.Connectors;

/// <summary>Changes a connector's name, its storage until there is a first backup, or its path, which is Administrator's; what is null stays.</summary>
public sealed record UpdateConnector(ConnectorReference Connector, string? Name, string? Path, string? Storage) : IOperation<Connector>
{
    /// <summary>What is to be another about the volume of a connector of kind Ontap; which volume it is, is Administrator's to change.</summary>
    public ConnectorVolumeChange? Volume { get; init; }
}

internal sealed class UpdateConnectorHandler : ChangeHandler<UpdateConnector, ConnectorRow, Connector>
{
    public override IReadOnlyList<TargetKind> Targets => [TargetKind.Connector];

    public override void Validate(UpdateConnector request)
    {
        if (request.Name is not null)
        {
            Names.RequireValid("connector", request.Name);
        }

        ConnectorVolumeRules.RequireValid(request.Volume?.Volume, request.Volume?.KeepSnapshots);
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
        string told = $"name {changed.Name}, path {changed.Path ?? "none"}, storage {changed.Storage}";
        if (request.Volume is { } change)
        {
            ConnectorVolume volume = NewVolume(change, connector, context);
            ConnectorVolumeStore.Write(context.Db, connector.Guid, volume);
            told += string.Create(CultureInfo.InvariantCulture, $", volume {volume.Volume} of {volume.Controller}, snapshots kept {volume.KeepSnapshots}");
        }

        context.Tell(told);
        return ConnectorLookup.Show(context, ConnectorStore.Find(context.Db, connector.Guid)!);
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

    private static ConnectorVolume NewVolume(ConnectorVolumeChange change, ConnectorRow connector, OperationContext context)
    {
        if (connector.ConnectorKind != ConnectorKind.Ontap)
        {
            throw new InvalidRequestException("InvalidValue", $"A connector of kind {connector.Kind} has no volume of a storage controller.");
        }

        if ((change.Controller is not null || change.Volume is not null) && !context.IsAdministrator)
        {
            throw context.Refuse(connector.Name, "a connector's volume is Administrator's to change");
        }

        ConnectorVolume? current = connector.Volume;
        return (change.Controller ?? current?.Controller, change.Volume ?? current?.Volume) is ({ } controller, { } volume)
            ? ConnectorVolumeRules.Resolve(context, new ConnectorVolume(controller, volume, change.KeepSnapshots ?? current?.KeepSnapshots ?? 0))
            : throw new InvalidRequestException("InvalidValue", "A connector of kind Ontap has a storage controller and a volume.");
    }

    private static string NewStorage(UpdateConnector request, ConnectorRow connector, OperationContext context)
    {
        string storage = request.Storage is null ? connector.Storage : StorageCatalogue.Require(context.Services, context.Db, request.Storage).Name;
        return storage == connector.Storage || !ConnectorStore.HasRepositories(context.Db, connector.Guid)
            ? storage
            : throw new ConflictException("Conflict", $"The storage of \"{connector.Name}\" is fixed: there are backups of its accounts in \"{connector.Storage}\".");
    }
}
