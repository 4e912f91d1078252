using BackupAccess.Engine.Access.Compilation;
using BackupAccess.Engine.Connectors;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.State;
using BackupAccess.Engine.Users;

namespace BackupAccess.Engine.Roles;

/// <summary>
/// A user's connector grants through a change of roles: they are in effect as long as one role with a granted reach and any operation is,
/// and remembered otherwise. That the user is disabled or expired is another matter and left out.
/// </summary>
internal sealed class GrantMemory
{
    private readonly OperationContext _context;
    private readonly UserRow _user;
    private readonly HashSet<string> _before;
    private List<string> _dropped = [];

    /// <summary>Looks at the grants before the change.</summary>
    public GrantMemory(OperationContext context, UserRow user)
    {
        _context = context;
        _user = user;
        _before = [.. InEffect()];
    }

    /// <summary>Drops the grants that are not in effect now, those that have ended among them.</summary>
    /// <exception cref="AccessDeniedException">The caller may not revoke one of them.</exception>
    public void Clear()
    {
        HashSet<string> inEffect = [.. InEffect()];
        Dictionary<string, ConnectorRow> connectors = ConnectorsById();
        int revoke = OperationCatalogue.NumberOf<RevokeConnector>();
        List<GrantRow> remembered = [.. GrantStore.OfUser(_context.Db, _user.Guid).Where(grant => !inEffect.Contains(grant.ConnectorId))];
        foreach (GrantRow grant in remembered.Where(IsUnexpired))
        {
            if (!_context.Policy.Decide(revoke, [_user.Target, connectors[grant.ConnectorId].Target], _context.Now))
            {
                throw _context.Refuse(_user.Name, "dropping remembered grants needs the right to revoke each of them");
            }
        }

        remembered.ForEach(grant => GrantStore.Delete(_context.Db, _user.Guid, Guid.Parse(grant.ConnectorId)));
        _dropped = [.. remembered.Where(IsUnexpired).Select(grant => grant.ConnectorId)];
    }

    /// <summary>Looks at the grants after the change and tells the audit log what became of them.</summary>
    public RoleChange Conclude(string role, bool assigned, DateTimeOffset? until)
    {
        HashSet<string> after = [.. InEffect()];
        Dictionary<string, ConnectorRow> connectors = ConnectorsById();
        ConnectorRow[] restored = Sorted(after.Except(_before), connectors);
        ConnectorRow[] ceased = Sorted(_before.Except(after).Except(_dropped), connectors);
        ConnectorRow[] dropped = Sorted(_dropped, connectors);
        _context.Tell(string.Join("; ", new[] { role, Told("grants in effect again", restored), Told("grants no longer in effect", ceased), Told("grants dropped", dropped) }.OfType<string>()));
        return new RoleChange
        {
            User = _user.Name,
            Role = role,
            Assigned = assigned,
            Until = until,
            Roles = [.. UserStore.Roles(_context.Db, _user.Guid).Where(held => (held.Until ?? UnixTime.Never) > _context.Now).Select(held => held.Role)],
            GrantsRestored = Known(restored),
            GrantsCeased = Known(ceased),
            GrantsDropped = Known(dropped),
        };
    }

    private IEnumerable<string> InEffect() =>
        PolicyCompiler.HoldingsOf(_context.Db, _user with { Until = null }).Any(role => role.Definition.MakesGrantsCount && role.Until > _context.Now)
            ? GrantStore.OfUser(_context.Db, _user.Guid).Where(IsUnexpired).Select(grant => grant.ConnectorId)
            : [];

    private bool IsUnexpired(GrantRow grant) => (grant.Until ?? UnixTime.Never) > _context.Now;

    private Dictionary<string, ConnectorRow> ConnectorsById() => ConnectorStore.All(_context.Db).ToDictionary(connector => connector.Id, StringComparer.Ordinal);

    private static ConnectorRow[] Sorted(IEnumerable<string> ids, Dictionary<string, ConnectorRow> connectors) =>
        [.. ids.Select(id => connectors[id]).OrderBy(connector => connector.Name, StringComparer.OrdinalIgnoreCase)];

    private static string? Told(string what, ConnectorRow[] connectors) =>
        connectors.Length == 0 ? null : $"{what}: {string.Join(", ", connectors.Select(connector => connector.Name))}";

    private string[] Known(ConnectorRow[] connectors)
    {
        bool faded = ConnectorLookup.SeesFaded(_context);
        return [.. connectors.Where(connector => faded || _context.Allows<ListConnectors>(connector.Target)).Select(connector => connector.Name)];
    }
}
