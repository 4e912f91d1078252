using System.Data;
using BackupAccess.Engine.Roles;
using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Access.Compilation;

/// <summary>
/// Compiles every user's policy in one pass: users, roles and grants are read side by side, each in the order of the
/// users' ids, so that neither a query a user nor a table of all grants is needed.
/// </summary>
internal sealed class AccessSetCompiler : IDisposable
{
    private readonly IReadOnlyDictionary<string, CompiledRole> _definitions;
    private readonly CompiledRole _self;
    private readonly Dictionary<string, int> _connectors;
    private readonly UserRows<(string Role, long Until)> _roles;
    private readonly UserRows<string> _grants;
    private readonly UserRows<(string Connector, long Until)> _ends;
    private readonly UserRows<(int Number, long Until)> _profiles;
    private readonly Dictionary<RoleHolding[], RoleHolding[]> _shared = new(new SameRoles());
    private readonly List<RoleHolding> _held = [];
    private readonly List<int> _numbers = [];
    private readonly List<long> _until = [];

    private AccessSetCompiler(StateConnection db)
    {
        _definitions = RoleCompiler.All(db);
        _self = RoleCompiler.SelfOf(db);
        _connectors = db.Stream("SELECT id, number FROM connector", row => (Id: row.GetString(0), Number: row.GetInt32(1)))
            .ToDictionary(row => row.Id, row => row.Number, StringComparer.Ordinal);
        _roles = new(db, "SELECT user_id, role, until FROM user_role ORDER BY user_id, role", row => (row.GetString(1), UntilOf(row)));
        _grants = new(db, "SELECT user_id, connector_id FROM connector_grant ORDER BY user_id, connector_id", row => row.GetString(1));
        _ends = new(
            db,
            "SELECT user_id, connector_id, until FROM connector_grant WHERE until IS NOT NULL ORDER BY user_id, connector_id",
            row => (row.GetString(1), UntilOf(row)));
        _profiles = new(
            db,
            "SELECT g.user_id, p.number, g.until FROM profile_grant g JOIN profile p ON p.id = g.profile_id ORDER BY g.user_id",
            row => (row.GetInt32(1), UntilOf(row)));
    }

    /// <param name="db">A connection that shows one moment throughout: a transaction of its own.</param>
    public static AccessSet Compile(StateConnection db)
    {
        long version = PolicyVersion.Read(db);
        using AccessSetCompiler compiler = new(db);
        List<AccessPolicy> policies = [.. db.Stream("SELECT id, name, enabled, until FROM app_user ORDER BY id", compiler.CompileUser)];
        return new AccessSet(version, compiler._definitions, UserTable.Of(policies));
    }

    public void Dispose()
    {
        _roles.Dispose();
        _grants.Dispose();
        _ends.Dispose();
        _profiles.Dispose();
    }

    private AccessPolicy CompileUser(IDataRecord row)
    {
        string id = row.GetString(0);
        long until = row.IsDBNull(3) ? UnixTime.Never : row.GetInt64(3);
        return new AccessPolicy(Guid.Parse(id), row.GetString(1), row.GetInt64(2) != 0, until, RolesOf(id), ConnectorsOf(id), ProfilesOf(id));
    }

    private RoleHolding[] RolesOf(string user)
    {
        _held.Clear();
        _held.Add(new RoleHolding(_self, UnixTime.Never));
        while (_roles.TryTake(user, out (string Role, long Until) assigned))
        {
            for (CompiledRole? stage = _definitions[assigned.Role]; stage is not null; stage = stage.Then)
            {
                _held.Add(stage.HeldUntil(assigned.Until));
            }
        }

        RoleHolding[] roles = [.. _held];
        return !roles.All(role => role.Until == UnixTime.Never) ? roles : _shared.TryAdd(roles, roles) ? roles : _shared[roles];
    }

    private GrantSet ConnectorsOf(string user)
    {
        _numbers.Clear();
        _until.Clear();
        (string Connector, long Until) end;
        bool ends = _ends.TryTake(user, out end);
        while (_grants.TryTake(user, out string? connector))
        {
            bool ending = ends && end.Connector == connector;
            _numbers.Add(_connectors[connector]);
            _until.Add(ending ? end.Until : UnixTime.Never);
            ends = ending ? _ends.TryTake(user, out end) : ends;
        }

        return Taken();
    }

    private GrantSet ProfilesOf(string user)
    {
        _numbers.Clear();
        _until.Clear();
        while (_profiles.TryTake(user, out (int Number, long Until) assigned))
        {
            _numbers.Add(assigned.Number);
            _until.Add(assigned.Until);
        }

        return Taken();
    }

    private GrantSet Taken() =>
        GrantSet.Of(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_numbers), System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_until));

    private static long UntilOf(IDataRecord row) => row.IsDBNull(2) ? UnixTime.Never : row.GetInt64(2);

    /// <summary>Whether two users hold the same roles for good.</summary>
    private sealed class SameRoles : IEqualityComparer<RoleHolding[]>
    {
        public bool Equals(RoleHolding[]? x, RoleHolding[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode(RoleHolding[] roles)
        {
            HashCode hash = default;
            foreach (RoleHolding role in roles)
            {
                hash.Add(role.Role, StringComparer.Ordinal);
            }

            return hash.ToHashCode();
        }
    }
}
