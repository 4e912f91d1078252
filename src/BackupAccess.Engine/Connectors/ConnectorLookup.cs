using BackupAccess.Engine.Access;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Roles;
using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Connectors;

/// <summary>Finds connectors for a caller, and shows them.</summary>
internal static class ConnectorLookup
{
    /// <exception cref="NotFoundException">There is none, or none that the caller may know of.</exception>
    public static ConnectorRow Find(OperationContext context, ConnectorReference reference)
    {
        ConnectorRow? connector = Any(context, reference);
        return connector is not null && IsKnown(context, connector)
            ? connector
            : throw new NotFoundException("connector", Names.Printable(reference.Text)) { IsHidden = connector is not null };
    }

    /// <summary>The connector, where there is one that the caller may know of.</summary>
    public static ConnectorRow? TryFind(OperationContext context, ConnectorReference reference) =>
        Any(context, reference) is { } connector && IsKnown(context, connector) ? connector : null;

    /// <summary>Whether the caller sees connectors out of reach by name: a role that lists connectors has a granted reach.</summary>
    public static bool SeesFaded(OperationContext context)
    {
        int list = OperationCatalogue.NumberOf<ListConnectors>();
        foreach (ref readonly RoleHolding role in context.Policy.Roles)
        {
            if (role.Connectors == ConnectorReach.Granted && context.Now < role.Until && role.Contains(list))
            {
                return true;
            }
        }

        return false;
    }

    public static Connector Show(OperationContext context, ConnectorRow connector) => Show(connector, ConnectorStore.CountAccounts(context.Db, connector.Guid));

    public static Connector Show(ConnectorRow connector, long accounts) => new()
    {
        Id = connector.Guid,
        Name = connector.Name,
        Restricted = false,
        Kind = connector.ConnectorKind,
        Path = connector.Path,
        Storage = connector.Storage,
        Legacy = connector.IsOpenLegacy,
        Accounts = (int)accounts,
        Controller = connector.Controller,
        Volume = connector.VolumeName,
        KeepSnapshots = (int?)connector.KeepSnapshots,
        LastSynchronized = connector.SynchronizedAt.ToTime(),
        Created = connector.CreatedAt.ToTime(),
    };

    /// <summary>The name and nothing else.</summary>
    public static Connector ShowFaded(ConnectorRow connector) => new() { Id = null, Name = connector.Name, Restricted = true };

    private static ConnectorRow? Any(OperationContext context, ConnectorReference reference) =>
        reference.Id is { } id ? ConnectorStore.Find(context.Db, id)
            : ConnectorStore.Find(context.Db, reference.Text)
                ?? (Guid.TryParse(reference.Text, out Guid typed) ? ConnectorStore.Find(context.Db, typed) : null);

    private static bool IsKnown(OperationContext context, ConnectorRow connector) => context.MayKnow<ListConnectors>(connector.Target) || SeesFaded(context);
}
