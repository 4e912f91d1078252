using BackupAccess.Engine.Access;
using BackupAccess.Engine.Access.Compilation;
using BackupAccess.Engine.Connectors;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Permissions;
using BackupAccess.Engine.Roles;
using BackupAccess.Engine.State;
using BackupAccess.Engine.Users;

namespace BackupAccess.Engine.Tests.Access;

/// <summary>
/// Users, roles and grants made up at random, kept twice: in the state, past the door, and as plain lists for the
/// reference model. Every change is written to both, and to the log of changes as the operations write it.
/// </summary>
internal sealed class RandomWorld
{
    public const long Now = 1000;

    private const int Connectors = 8;
    private const int Profiles = 4;

    private static readonly long?[] s_ends = [1, Now, Now + 1, null, null];

    private readonly Random _random;
    private readonly StateDatabase _database;
    private readonly Dictionary<string, string[]> _permissions;
    private readonly Dictionary<string, Role> _roles;
    private readonly Dictionary<Guid, ReferenceAccess.Person> _people = [];
    private readonly Dictionary<Guid, Dictionary<string, long>> _held = [];

    public RandomWorld(int seed, StateDatabase database)
    {
        _random = new Random(seed);
        _database = database;
        _permissions = BuiltInAccess.Current.Permissions.ToDictionary(pair => pair.Key, pair => pair.Value.Operations.ToArray(), StringComparer.Ordinal);

        // Own access keys are everybody's only while a setting that is off here is on.
        _permissions[BuiltInAccess.SelfPermission] = [.. _permissions[BuiltInAccess.SelfPermission].Except(["createAccessKey", "disableAccessKey", "removeAccessKey"])];
        _roles = BuiltInAccess.Current.Roles.ToDictionary(role => role.Name, StringComparer.Ordinal);
        using StateTransaction db = database.BeginImmediate();
        for (int number = 1; number <= Connectors; number++)
        {
            ConnectorStore.Insert(db, new ConnectorRow(IdOf(number), number, $"connector{number}", "Folder", "/", "default", 0, null, null, 1, null));
        }

        for (int number = 1; number <= Profiles; number++)
        {
            db.Execute("INSERT INTO profile (id, number, name, name_key, created_at) VALUES (@id, @number, @id, @id, 1)", new { id = IdOf(number), number });
        }

        foreach (string name in new[] { "MINE", "OTHER" })
        {
            DeclarePermission(db, name);
        }

        for (int role = 0; role < 5; role++)
        {
            DeclareRole(db, $"Declared{role}");
        }

        for (int user = 0; user < 20; user++)
        {
            AddUser(db);
        }

        db.Commit();
    }

    public IEnumerable<Guid> Users => _people.Keys;

    /// <summary>Somebody, once there or still.</summary>
    public ReferenceAccess.Person Pick() => Pick(_people.Values.ToArray());

    public int PickOperation() => _random.Next(OperationCatalogue.Handlers.Count);

    /// <summary>One or two things to ask about.</summary>
    public IReadOnlyList<ReferenceAccess.Thing> PickThings() => [.. Enumerable.Range(0, _random.Next(1, 3)).Select(_ => PickThing())];

    /// <summary>The person with the roles as they are defined now; SELF too, which everybody holds.</summary>
    public ReferenceAccess.Person Describe(ReferenceAccess.Person person) => person with
    {
        Roles = [Hold(BuiltInAccess.SelfPermission, ["SELF"], ConnectorReach.None, ProfileReach.None, AccountReach.None, long.MaxValue), .. _held[person.Id].Select(held => Hold(_roles[held.Key], held.Value))],
    };

    /// <summary>Makes one change, in a transaction with its line in the log.</summary>
    public void Change()
    {
        using StateTransaction db = _database.BeginImmediate();
        switch (_random.Next(10))
        {
            case 0:
                PolicyVersion.Raise(db, AddUser(db));
                break;
            case 1 when _people.Count > 5:
                Guid gone = Pick().Id;
                UserStore.Delete(db, gone);
                _people.Remove(gone);
                PolicyVersion.Raise(db, gone);
                break;
            case 2:
                DeclareRole(db, $"Declared{_random.Next(5)}");
                PolicyVersion.RaiseDefinitions(db);
                break;
            case 3:
                DeclarePermission(db, "MINE");
                PolicyVersion.RaiseDefinitions(db);
                break;
            case 4:
                Array.ForEach([.. Users], user => Grant(db, user));
                PolicyVersion.Raise(db, user: null);
                break;
            default:
                Guid changed = Pick().Id;
                ChangeUser(db, changed);
                PolicyVersion.Raise(db, changed);
                break;
        }

        db.Commit();
    }

    private void ChangeUser(StateConnection db, Guid user)
    {
        switch (_random.Next(6))
        {
            case 0:
                Assign(db, user);
                break;
            case 1:
                string? role = _held[user].Keys.FirstOrDefault();
                UserStore.UnassignRole(db, user, role ?? "");
                _held[user].Remove(role ?? "");
                break;
            case 2:
                int connector = _random.Next(1, Connectors + 1);
                GrantStore.Delete(db, user, Guid.Parse(IdOf(connector)));
                _people[user] = _people[user] with { Grants = [.. _people[user].Grants.Where(grant => grant.Connector != connector)] };
                break;
            case 3:
                AssignProfile(db, user);
                break;
            case 4:
                bool enabled = _random.Next(3) > 0;
                long? until = Pick(s_ends);
                UserStore.Update(db, UserStore.Find(db, user)! with { Enabled = enabled ? 1 : 0, Until = until });
                _people[user] = _people[user] with { Enabled = enabled, Until = until ?? long.MaxValue };
                break;
            default:
                Grant(db, user);
                break;
        }
    }

    private Guid AddUser(StateConnection db)
    {
        Guid id = Guid.CreateVersion7();
        bool enabled = _random.Next(4) > 0;
        long? until = Pick(s_ends);
        UserStore.Insert(db, new UserRow(id.ToString(), $"user-{id}", enabled ? 1 : 0, 0, 1, null, null, until, 1));
        _people[id] = new ReferenceAccess.Person(id, enabled, until ?? long.MaxValue, [], [], []);
        _held[id] = [];
        for (int i = _random.Next(4); i > 0; i--)
        {
            Assign(db, id);
            Grant(db, id);
            AssignProfile(db, id);
        }

        return id;
    }

    private void Assign(StateConnection db, Guid user)
    {
        string role = Pick(_roles.Keys.ToArray());
        long? until = Pick(s_ends);
        UserStore.AssignRole(db, user, role, until, "test", 1);
        _held[user][role] = until ?? long.MaxValue;
    }

    private void Grant(StateConnection db, Guid user)
    {
        int connector = _random.Next(1, Connectors + 1);
        long? until = Pick(s_ends);
        GrantStore.Save(db, user, Guid.Parse(IdOf(connector)), until, "test", 1);
        _people[user] = _people[user] with
        {
            Grants = [.. _people[user].Grants.Where(grant => grant.Connector != connector), new ReferenceAccess.Grant(connector, until ?? long.MaxValue)],
        };
    }

    private void AssignProfile(StateConnection db, Guid user)
    {
        int profile = _random.Next(1, Profiles + 1);
        long? until = Pick(s_ends);
        db.Execute(
            "INSERT INTO profile_grant (user_id, profile_id, until, granted_by, granted_at) VALUES (@user, @profile, @until, 'test', 1) ON CONFLICT (user_id, profile_id) DO UPDATE SET until = excluded.until",
            new { user = user.ToString(), profile = IdOf(profile), until });
        _people[user] = _people[user] with
        {
            Profiles = [.. _people[user].Profiles.Where(assigned => assigned.Profile != profile), new ReferenceAccess.Assignment(profile, until ?? long.MaxValue)],
        };
    }

    private void DeclareRole(StateConnection db, string name)
    {
        string[] permissions = [.. _permissions.Keys.Where(permission => permission != BuiltInAccess.SelfPermission).OrderBy(_ => _random.Next()).Take(_random.Next(6))];
        Role role = new()
        {
            Name = name,
            BuiltIn = false,
            Permissions = permissions,
            Ends = [.. permissions.Where(_ => _random.Next(3) == 0).Select(permission => new PermissionEnd(permission, (Pick(s_ends) ?? Now + 2).ToTime()))],
            Connectors = Pick(Enum.GetValues<ConnectorReach>()),
            Profiles = Pick(Enum.GetValues<ProfileReach>()),
            Accounts = Pick(Enum.GetValues<AccountReach>()),
        };
        RoleStore.Save(db, role);
        _roles[name] = role;
    }

    private void DeclarePermission(StateConnection db, string name)
    {
        string[] operations = [.. Enumerable.Range(0, _random.Next(5)).Select(_ => OperationCatalogue.Handlers[PickOperation()].Name).Distinct()];
        PermissionStore.Save(db, new Permission { Name = name, BuiltIn = false, Description = null, Operations = operations });
        _permissions[name] = operations;
    }

    private ReferenceAccess.Thing PickThing() => new(
        Pick([TargetKind.None, TargetKind.User, TargetKind.Connector, TargetKind.Account, TargetKind.Account, TargetKind.Profile, TargetKind.Storage]),
        _random.Next(1, Connectors + 1),
        OpenLegacy: _random.Next(4) == 0,
        ConnectorRemoved: _random.Next(6) == 0,
        Owner: _random.Next(2) == 0 ? Guid.Empty : Pick().Id,
        _random.Next(1, Profiles + 1),
        User: _random.Next(5) == 0 ? Guid.Empty : Pick().Id,
        UserEnabled: _random.Next(2) == 0);

    /// <summary>A permission that has ended is as good as not in the role.</summary>
    private static string[] InForce(Role role) =>
        [.. role.Permissions.Where(permission => !role.Ends.Any(end => end.Permission == permission && end.Until.ToMicroseconds() <= Now))];

    private ReferenceAccess.HeldRole Hold(Role role, long until) => Hold(role.Name, InForce(role), role.Connectors, role.Profiles, role.Accounts, until);

    private ReferenceAccess.HeldRole Hold(string name, IReadOnlyList<string> permissions, ConnectorReach connectors, ProfileReach profiles, AccountReach accounts, long until)
    {
        UserReach users = permissions.Select(ReachOf).DefaultIfEmpty().Max();
        int[] operations = [.. permissions.SelectMany(permission => _permissions[permission]).Select(operation => OperationCatalogue.Find(operation)!.Number)];
        return new ReferenceAccess.HeldRole(name, operations, connectors, profiles, accounts, users, until);
    }

    /// <summary>As the name of a built-in permission says, and as a declared one's operations on users are in the built-in ones.</summary>
    private UserReach ReachOf(string permission) => permission switch
    {
        "RBAC_ADMIN" or "RBAC_VIEW" => UserReach.All,
        "CONNECTOR_ACCESS" => UserReach.Names,
        _ when BuiltInAccess.Current.Permissions.ContainsKey(permission) => UserReach.Self,
        _ when HoldsOnUsers(permission, "RBAC_ADMIN") || HoldsOnUsers(permission, "RBAC_VIEW") => UserReach.All,
        _ when HoldsOnUsers(permission, "CONNECTOR_ACCESS") => UserReach.Names,
        _ => UserReach.Self,
    };

    private bool HoldsOnUsers(string permission, string builtIn) => _permissions[permission]
        .Intersect(_permissions[builtIn])
        .Any(operation => OperationCatalogue.Find(operation)!.Targets.Contains(TargetKind.User));

    private T Pick<T>(IReadOnlyList<T> from) => from[_random.Next(from.Count)];

    private static string IdOf(int number) => $"01920000-0000-7000-8000-{number:d12}";
}
