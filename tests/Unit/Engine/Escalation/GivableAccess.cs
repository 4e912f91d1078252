using BackupAccess.Engine.Access;
using BackupAccess.Engine.Access.Compilation;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Connectors;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Roles;
using BackupAccess.Engine.State;
using BackupAccess.Engine.Users;

namespace BackupAccess.Engine.Tests.Escalation;

/// <summary>
/// What some users could give each other by the rules of giving, at several moments: what one of them may; what one holds
/// over granted connectors, on a connector that one of them grants; what one holds over owned accounts, on an account whose
/// owner one of them sets. Whoever is taken over may also what everybody may about themselves.
/// </summary>
internal sealed class GivableAccess
{
    private static readonly TimeSpan[] s_moments = [TimeSpan.Zero, TimeSpan.FromHours(2), TimeSpan.FromDays(2), TimeSpan.FromDays(200)];

    private readonly AccessPolicy[] _members;
    private readonly Dictionary<string, Target> _before;
    private readonly long[] _moments;
    private readonly OperationSet _self;

    public GivableAccess(StateConnection db, IEnumerable<string> members, long now)
    {
        _members = [.. members.Select(name => PolicyCompiler.Compile(db, UserStore.Find(db, name)!.Guid, version: 0)!.Policy)];
        _before = Targets(db);
        _moments = [.. s_moments.Select(moment => now + (moment.Ticks / TimeSpan.TicksPerMicrosecond))];
        foreach (string operation in BuiltInAccess.Current.Permissions[BuiltInAccess.SelfPermission].Operations)
        {
            _self.Add(OperationCatalogue.Find(operation)!.Number);
        }
    }

    /// <summary>An operation on a target that a policy allows and that none could have given, in words; null where there is none.</summary>
    public string? FindExcess(StateConnection db, AccessPolicy policy)
    {
        foreach ((string name, Target target) in Targets(db))
        {
            foreach (Handler operation in OperationCatalogue.Handlers.Where(operation => IsDecidedOn(operation, target.Kind)))
            {
                foreach (long moment in _moments)
                {
                    if (policy.Decide(operation.Number, target, moment) && !IsGivable(policy, operation.Number, _before.GetValueOrDefault(name, target), moment))
                    {
                        return $"{operation.Name} on {name} at {moment.ToTime():u}";
                    }
                }
            }
        }

        return null;
    }

    private static bool IsDecidedOn(Handler operation, TargetKind kind) =>
        operation.Targets.Contains(kind) || (kind == TargetKind.Account && operation.Targets.Contains(TargetKind.Backup));

    /// <param name="target">As it was at the beginning; who was removed and declared anew since, as now.</param>
    private bool IsGivable(AccessPolicy policy, int operation, Target target, long moment) =>
        (target.Kind == TargetKind.User && target.User == policy.UserId && _self.Contains(operation))
        || _members.Any(member => member.Decide(operation, target, moment))
        || IsGivableByGrant(operation, target, moment)
        || IsGivableByOwnership(operation, target, moment);

    private bool IsGivableByGrant(int operation, Target target, long moment)
    {
        if (target.Kind is not (TargetKind.Connector or TargetKind.Account))
        {
            return false;
        }

        Target connector = Target.OfConnector(target.Connector, target.OpenLegacy);
        return _members.Any(member => member.Decide(OperationCatalogue.NumberOf<GrantConnector>(), connector, moment))
            && Holds(moment, role => role.Connectors == ConnectorReach.Granted
                && role.Contains(operation)
                && (target.Kind == TargetKind.Connector || role.Accounts == AccountReach.ByConnector));
    }

    private bool IsGivableByOwnership(int operation, Target target, long moment) =>
        target.Kind == TargetKind.Account
        && _members.Any(member => member.Decide(OperationCatalogue.NumberOf<SetAccountOwner>(), target, moment))
        && Holds(moment, role => role.Accounts == AccountReach.Owned && role.Contains(operation));

    private bool Holds(long moment, Func<RoleHolding, bool> matches) =>
        _members.Any(member => member.IsActive(moment) && member.Roles.ToArray().Any(role => moment < role.Until && matches(role)));

    private static Dictionary<string, Target> Targets(StateConnection db)
    {
        Dictionary<string, Target> targets = new() { ["nothing"] = Target.None, ["a storage"] = Target.Storage, ["a setting"] = Target.Setting };
        foreach (string user in EscalationWorld.Members.Concat(EscalationWorld.Bystanders))
        {
            if (UserStore.Find(db, user) is { } row)
            {
                targets.Add($"user {row.Id}", row.Target);
            }
        }

        foreach (ConnectorRow connector in ConnectorStore.All(db).Where(one => EscalationWorld.Connectors.Contains(one.Name)))
        {
            targets.Add($"connector {connector.Id}", connector.Target);
        }

        foreach (AccountRow account in AccountStore.All(db, AccountPresence.Live).Where(one => EscalationWorld.Accounts.Contains(one.Path)))
        {
            targets.Add($"account {account.Id}", account.Target);
        }

        return targets;
    }
}
