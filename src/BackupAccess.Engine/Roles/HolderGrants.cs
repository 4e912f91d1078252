using BackupAccess.Engine.Access;
using BackupAccess.Engine.Access.Compilation;
using BackupAccess.Engine.Connectors;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.State;
using BackupAccess.Engine.Users;

namespace BackupAccess.Engine.Roles;

/// <summary>
/// The connector grants of all who hold a role, through a change of what the role is: those in effect by this role alone
/// cease with it and come back with it. Asked of the state as a whole and told by name up to a number, since a hundred
/// thousand may hold the role. That a user is disabled or expired is another matter and left out.
/// </summary>
internal sealed class HolderGrants
{
    private const int Most = 10;

    private readonly OperationContext _context;
    private readonly Role _role;
    private readonly bool _before;
    private readonly bool _after;

    /// <param name="context">The change's passage.</param>
    /// <param name="role">The role as it was.</param>
    /// <param name="changed">The role as it is now.</param>
    public HolderGrants(OperationContext context, Role role, Role changed)
    {
        _context = context;
        _role = role;
        _before = Count(role);
        _after = Count(changed);
    }

    /// <summary>Tells the audit log, after what it tells of the role, what became of the grants.</summary>
    /// <exception cref="AccessDeniedException">Grants are to be dropped of which the caller may not revoke one.</exception>
    public ChangedRole Conclude(Role changed, RememberedGrants grants)
    {
        ChangedRole role = new(changed);
        bool isToldOf = _before != _after || (!_before && grants == RememberedGrants.Clear);
        long users = isToldOf ? HolderGrantStore.CountUsers(_context.Db, Holders) : 0;
        if (users == 0)
        {
            _context.Tell(RoleRules.Describe(changed));
            return role;
        }

        IReadOnlyList<HolderRow> first = HolderGrantStore.FirstUsers(_context.Db, Holders, Most);
        HeldGrants all = new([.. first.Select(user => Show(user, _ => true))], users);
        HeldGrants known = new([.. first.Where(user => _context.Allows<ListUsers>(user.Target)).Select(user => Show(user, MayKnow()))], users);
        if (grants == RememberedGrants.Clear)
        {
            Drop();
            _context.Tell($"{RoleRules.Describe(changed)}; grants dropped: {all}");
            return role with { GrantsDropped = known };
        }

        _context.Tell($"{RoleRules.Describe(changed)}; grants {(_after ? "in effect again" : "no longer in effect")}: {all}");
        return _after ? role with { GrantsRestored = known } : role with { GrantsCeased = known };
    }

    private HolderQuestion Holders => new(
        _role.Name,
        [.. RoleStore.All(_context.Db).Where(role => role.Name != _role.Name && Count(role)).Select(role => role.Name)],
        _context.Now);

    private bool Count(Role role) => RoleCompiler.Compile(_context.Db, role).At(_context.Now).MakesGrantsCount;

    private void Drop()
    {
        int revoke = OperationCatalogue.NumberOf<RevokeConnector>();
        foreach ((string connector, bool enabled) in HolderGrantStore.Connectors(_context.Db, Holders))
        {
            // Nobody changes a role they hold: the user is another, of whom a reach asks nothing but this.
            Target user = Target.OfUser(Guid.Empty, enabled);
            if (!_context.Policy.Decide(revoke, [user, ConnectorStore.Find(_context.Db, Guid.Parse(connector))!.Target], _context.Now))
            {
                throw _context.Refuse(_role.Name, "dropping remembered grants needs the right to revoke each of them");
            }
        }

        HolderGrantStore.Delete(_context.Db, Holders);
        _context.PolicyChanged();
    }

    private Func<ConnectorRow, bool> MayKnow()
    {
        bool faded = ConnectorLookup.SeesFaded(_context);
        return connector => faded || _context.Allows<ListConnectors>(connector.Target);
    }

    private UserGrants Show(HolderRow user, Func<ConnectorRow, bool> mayKnow)
    {
        string[] names = [.. GrantStore.OfUser(_context.Db, user.Guid)
            .Where(grant => (grant.Until ?? UnixTime.Never) > _context.Now)
            .Select(grant => ConnectorStore.Find(_context.Db, Guid.Parse(grant.ConnectorId))!)
            .Where(mayKnow)
            .Select(connector => connector.Name)
            .Order(StringComparer.OrdinalIgnoreCase)];
        return new UserGrants(user.Name, [.. names.Take(Most)], Math.Max(0, names.Length - Most));
    }
}
