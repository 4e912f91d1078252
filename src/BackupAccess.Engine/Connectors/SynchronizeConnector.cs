using BackupAccess.Engine.Access;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Clock;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Connectors;

/// <summary>Discovers a connector's accounts.</summary>
public sealed record SynchronizeConnector(ConnectorReference Connector) : IOperation<IReadOnlyList<SynchronizeResult>>
{
    internal Discovery? Found { get; init; }
}

internal sealed class SynchronizeConnectorHandler : ChangeHandler<SynchronizeConnector, ConnectorRow, IReadOnlyList<SynchronizeResult>>
{
    public override IReadOnlyList<TargetKind> Targets => [TargetKind.Connector];

    public override ConnectorRow Resolve(SynchronizeConnector request, OperationContext context) => ConnectorLookup.Find(context, request.Connector);

    /// <summary>Looks at the file system, which may be slow, before anything is held; again only where the name has come to mean another connector since.</summary>
    public override SynchronizeConnector Prepare(SynchronizeConnector request, ConnectorRow connector)
    {
        return request.Found is { } found && found.IsOf(connector) ? request : request with { Found = Discovery.Of(connector) };
    }

    public override IReadOnlyList<SynchronizeResult> Handle(SynchronizeConnector request, ConnectorRow connector, OperationContext context)
    {
        Dictionary<string, AccountRow> known = AccountStore.LiveOf(context.Db, connector.Guid).ToDictionary(account => account.Name, StringComparer.Ordinal);
        List<SynchronizeResult> results = [];
        foreach (DiscoveredAccount found in request.Found!.Accounts)
        {
            known.Remove(found.Name, out AccountRow? account);
            results.Add(Reconcile(context, connector, LeaveOutOverlap(context, connector, found), account));
        }

        foreach (AccountRow missing in known.Values)
        {
            AccountStore.SetGone(context.Db, missing.Guid, context.Now);
            results.Add(Result(connector, missing.Name, missing.Guid, DiscoveryOutcome.Missing, "it is no longer there"));
        }

        results.AddRange(DropAbandoned(context, connector));
        ConnectorStore.SetSynchronized(context.Db, connector.Guid, context.Now);
        return results;
    }

    /// <summary>Nothing is dropped under a clock that can't be believed.</summary>
    private static IEnumerable<SynchronizeResult> DropAbandoned(OperationContext context, ConnectorRow connector)
    {
        if (!ClockGuard.IsTrusted(context.Db, context.Services))
        {
            yield break;
        }

        foreach (AccountRow abandoned in AccountStore.Abandoned(context.Db, connector.Guid, context.Now - (long)AccountDeparture.Abandonment.TotalMicroseconds))
        {
            AccountStore.Delete(context.Db, abandoned.Guid);
            yield return Result(connector, abandoned.AccountName, abandoned.Guid, DiscoveryOutcome.Dropped, $"it had no backup and was gone for {AccountDeparture.Abandonment.TotalDays} days");
        }
    }

    /// <summary>A Linux user's home may lie anywhere; one that holds the state, or lies in a folder connector, is no account.</summary>
    private static DiscoveredAccount LeaveOutOverlap(OperationContext context, ConnectorRow connector, DiscoveredAccount found) =>
        connector.ConnectorKind == ConnectorKind.Linux && found.Identity is not null && ConnectorPath.FindOverlap(context, found.Home) is { } other
            ? found with { Identity = null, LeftOut = $"its home \"{found.Home}\" overlaps {other}" }
            : found;

    private static SynchronizeResult Reconcile(OperationContext context, ConnectorRow connector, DiscoveredAccount found, AccountRow? known)
    {
        if (known is not null && found.Identity is { } same && known.Identity.IsSameHome(same))
        {
            AccountStore.SetHome(context.Db, known.Guid, found.Home, same.Gid);
            return Result(connector, found.Name, known.Guid, DiscoveryOutcome.Unchanged, reason: null);
        }

        if (known is not null)
        {
            AccountStore.SetGone(context.Db, known.Guid, context.Now);
        }

        if (found.Identity is null)
        {
            return Result(connector, found.Name, known?.Guid, known is null ? DiscoveryOutcome.LeftOut : DiscoveryOutcome.Missing, found.LeftOut);
        }

        Guid id = context.NewId();
        AccountStore.Insert(context.Db, id, connector.Guid, found.Name, found.Home, found.Identity, context.Now);
        return known is null
            ? Result(connector, found.Name, id, DiscoveryOutcome.Found, reason: null)
            : Result(connector, found.Name, id, DiscoveryOutcome.Replaced, $"another home than that of {known.Guid}");
    }

    private static SynchronizeResult Result(ConnectorRow connector, string account, Guid? id, DiscoveryOutcome outcome, string? reason) =>
        new(connector.Name, $"{connector.Name}/{account}", id, outcome, reason);
}
