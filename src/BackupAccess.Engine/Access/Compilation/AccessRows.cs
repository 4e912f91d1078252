using BackupAccess.Engine.Access.Explanation;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Connectors;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Profiles;
using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Access.Compilation;

/// <summary>
/// What a policy allows, operation by operation and object by object, each put to the deciding function. The objects are
/// those that the asker may know of.
/// </summary>
internal sealed class AccessRows
{
    /// <summary>Stands for another user: no row of the table has it.</summary>
    private static readonly Target s_anyUser = Target.OfUser(Guid.Empty, enabled: false);

    private static readonly Target s_enabledUser = Target.OfUser(Guid.Empty, enabled: true);

    private readonly AccessPolicy _policy;
    private readonly long _now;
    private readonly IReadOnlyList<ConnectorRow> _connectors;
    private readonly IReadOnlyList<AccountRow> _accounts;
    private readonly IReadOnlyList<ProfileRow> _profiles;

    /// <param name="context">The asker's passage.</param>
    /// <param name="isOwn">The policy is what the asker holds: one knows what one may act on, and no more by assuming to hold more.</param>
    /// <param name="policy">What the user asked about holds, or is assumed to.</param>
    public AccessRows(OperationContext context, bool isOwn, AccessPolicy policy)
    {
        _policy = policy;
        _now = context.Now;
        _connectors = [.. ConnectorStore.All(context.Db).Where(row => isOwn || context.MayKnow<ListConnectors>(row.Target))];
        _accounts = [.. AccountStore.All(context.Db, AccountPresence.Live).Concat(AccountStore.All(context.Db, AccountPresence.Orphan))
            .Where(row => isOwn || context.MayKnow<ListAccounts>(row.Target))];
        _profiles = [.. ProfileStore.All(context.Db).Where(row => isOwn || context.Policy.ReachesProfile(row.Target, context.Now))];
    }

    public IEnumerable<EffectiveAccess> Of(Handler operation)
    {
        TargetKind kind = operation.Targets.FirstOrDefault(one => one != TargetKind.User, TargetKind.User);
        return kind switch
        {
            TargetKind.User => OnUsers(operation),
            TargetKind.Connector => On(operation, kind, _connectors, row => (row.Target, row.Name)),
            TargetKind.Account or TargetKind.Backup => On(operation, TargetKind.Account, _accounts, row => (row.Target, row.Path)),
            TargetKind.Profile => On(operation, kind, _profiles, row => (row.Target, row.Name)),
            _ => Row(operation, kind, name: null, Target.None),
        };
    }

    /// <summary>An operation on something and a user is listed where it may be done with any enabled user.</summary>
    private IEnumerable<EffectiveAccess> On<T>(Handler operation, TargetKind kind, IReadOnlyList<T> things, Func<T, (Target Target, string Name)> tell)
    {
        bool withUser = operation.Targets.Contains(TargetKind.User);
        foreach ((Target target, string name) in things.Select(tell))
        {
            foreach (EffectiveAccess row in withUser ? Row(operation, kind, name, target, s_enabledUser) : Row(operation, kind, name, target))
            {
                yield return row;
            }
        }
    }

    /// <summary>A reach covers all users, all enabled ones, or oneself: more than one row would say the same of each.</summary>
    private IEnumerable<EffectiveAccess> OnUsers(Handler operation)
    {
        Target[] others = [s_anyUser, s_enabledUser];
        return others.Select(target => Row(operation, TargetKind.User, name: null, target)).FirstOrDefault(rows => rows.Length > 0)
            ?? Row(operation, TargetKind.User, _policy.Name, Target.OfUser(_policy.UserId, _policy.Enabled));
    }

    private EffectiveAccess[] Row(Handler operation, TargetKind kind, string? name, params ReadOnlySpan<Target> targets) =>
        TryShow(_policy, operation, kind, name, targets, _now) is { } row ? [row] : [];

    /// <summary>The row of what is allowed; null for what isn't.</summary>
    public static EffectiveAccess? TryShow(AccessPolicy policy, Handler operation, TargetKind kind, string? name, ReadOnlySpan<Target> targets, long now) =>
        policy.Decide(operation.Number, targets, now) && policy.Allowance(operation.Number, targets, now) is ({ } role, var until)
            ? new EffectiveAccess
            {
                User = policy.Name,
                Operation = operation.Name,
                TargetKind = kind,
                Target = name,
                Role = role,
                Until = until == UnixTime.Never ? null : until.ToTime(),
            }
            : null;
}
