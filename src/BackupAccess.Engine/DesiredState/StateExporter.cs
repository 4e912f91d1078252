using System.Globalization;
using BackupAccess.Engine.Access;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Connectors;
using BackupAccess.Engine.DesiredState.Kinds;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Permissions;
using BackupAccess.Engine.Profiles;
using BackupAccess.Engine.Roles;
using BackupAccess.Engine.State;
using BackupAccess.Engine.Storage;
using BackupAccess.Engine.Users;

namespace BackupAccess.Engine.DesiredState;

/// <summary>Writes the state as a document, in an order that never depends on when something was made.</summary>
internal sealed class StateExporter
{
    private readonly OperationContext _context;
    private readonly StateYaml _yaml = new();

    private StateExporter(OperationContext context) => _context = context;

    /// <summary>The sections there are, in the order in which they are written.</summary>
    public static IReadOnlyList<string> Sections { get; } =
    [
        .. DeclaredKind.BeforeAccess.Select(kind => kind.Field), "permissions", "roles", "users", "profiles", "connectors", "grants", "accounts",
        .. DeclaredKind.AfterAccess.Select(kind => kind.Field),
    ];

    /// <param name="context">Whose state, as the caller may know it.</param>
    /// <param name="sections">The sections; none for all.</param>
    public static string Export(OperationContext context, IReadOnlyList<string> sections)
    {
        StateExporter exporter = new(context);
        foreach (string section in Sections.Where(section => sections.Count == 0 || sections.Contains(section, StringComparer.OrdinalIgnoreCase)))
        {
            exporter.Write(section);
        }

        return exporter._yaml.ToString();
    }

    private void Write(string section)
    {
        try
        {
            switch (section)
            {
                case "permissions":
                    WritePermissions();
                    break;
                case "roles":
                    WriteRoles();
                    break;
                case "users":
                    WriteUsers();
                    break;
                case "profiles":
                    WriteProfiles();
                    break;
                case "connectors":
                    WriteConnectors();
                    break;
                case "grants":
                    WriteGrants();
                    break;
                case "accounts":
                    WriteAccounts();
                    break;
                default:
                    DeclaredKind kind = DeclaredKind.All.Single(kind => kind.Field == section);
                    kind.RequireReadable(_context);
                    kind.Export(_context, _yaml);
                    break;
            }
        }
        catch (AccessDeniedException)
        {
            _yaml.Comment($"{section}: not \"{_context.Policy.Name}\"'s to read");
        }
    }

    private void WritePermissions()
    {
        RequireUsers();
        _yaml.Section("permissions", PermissionStore.All(_context.Db).Where(permission => !permission.BuiltIn), permission =>
        [
            ("name", StateYaml.Text(permission.Name)),
            ("description", permission.Description is { } description ? StateYaml.Text(description) : null),
            ("operations", StateYaml.List([.. permission.Operations.Order(StringComparer.Ordinal)])),
        ]);
    }

    private void WriteRoles()
    {
        RequireUsers();
        _yaml.Section("roles", RoleStore.All(_context.Db).Where(role => !role.BuiltIn).Select(role => role.At(_context.Now)), role =>
        [
            ("name", StateYaml.Text(role.Name)),
            ("permissions", StateYaml.List([.. role.Permissions.Except(role.Ends.Select(end => end.Permission)).Order(StringComparer.Ordinal)])),
            ("endingPermissions", role.Ends.Count == 0 ? null : $"[{string.Join(", ", role.Ends.Select(end => $"{{ name: {StateYaml.Text(end.Permission)}, until: {Time(end.Until)} }}"))}]"),
            ("connectors", $"{role.Connectors}"),
            ("profiles", $"{role.Profiles}"),
            ("accounts", $"{role.Accounts}"),
        ]);
    }

    private void WriteUsers()
    {
        RequireUsers();
        User[] users = [.. UserStore.All(_context.Db).Select(row => UserLookup.Show(_context, row)).OrderBy(user => user.Name, StringComparer.OrdinalIgnoreCase)];
        _yaml.Section("users", users, user =>
        [
            ("name", StateYaml.Text(user.Name)),
            ("roles", $"[{string.Join(", ", user.Assignments.Where(role => role.Until is null).Select(role => StateYaml.Text(role.Name)).Order(StringComparer.Ordinal))}]"),
            ("consoleAccess", user.ConsoleAccess ? "true" : "false"),
            ("until", user.Until is { } until ? Time(until) : null),
        ]);
        foreach (User user in users)
        {
            foreach (UserRole ending in user.Assignments.Where(role => role.Until is not null))
            {
                _yaml.Comment($"{user.Name} holds {ending.Name} until {Time(ending.Until!.Value)}, which no document says.");
            }

            if (user.HasPassword || user.AccessKeys > 0 || !user.Enabled)
            {
                string[] has = [.. user.HasPassword ? ["a password"] : Array.Empty<string>(), .. user.AccessKeys > 0 ? [$"{user.AccessKeys} access keys"] : Array.Empty<string>()];
                _yaml.Comment(user.Enabled ? $"{user.Name} has {string.Join(" and ", has)}, which no document holds." : $"{user.Name} is disabled, which no document says.");
            }
        }
    }

    private void WriteProfiles()
    {
        ProfileRow[] profiles = [.. ProfileStore.All(_context.Db).Where(profile => _context.Allows<ListProfiles>(profile.Target))];
        int list = OperationCatalogue.NumberOf<ListProfileGrants>();
        Dictionary<string, UserRow> users = UserStore.All(_context.Db).ToDictionary(user => user.Id, StringComparer.Ordinal);
        ILookup<string, string> assigned = ProfileGrantStore.All(_context.Db)
            .Where(grant => grant.Until is null && _context.Policy.Decide(list, [users[grant.UserId].Target, Target.OfProfile((int)grant.ProfileNumber)], _context.Now))
            .ToLookup(grant => grant.ProfileId, grant => users[grant.UserId].Name, StringComparer.Ordinal);
        _yaml.Section("profiles", profiles, profile =>
            [("name", StateYaml.Text(profile.Name)), ("users", StateYaml.List([.. assigned[profile.Id].Order(StringComparer.OrdinalIgnoreCase)]))]);
    }

    private void WriteConnectors() => _yaml.Section(
        "connectors",
        ConnectorStore.All(_context.Db).Where(connector => _context.Allows<ListConnectors>(connector.Target)),
        connector =>
        [
            ("name", StateYaml.Text(connector.Name)),
            ("kind", $"{connector.ConnectorKind}"),
            ("path", connector.Path is { } path ? StateYaml.Text(path) : null),
            ("storage", connector.Storage == StorageCatalogue.Default ? null : StateYaml.Text(connector.Storage)),
            ("legacy", connector.IsOpenLegacy ? "true" : null),
        ]);

    private void WriteGrants()
    {
        if (!_context.Allows<ListConnectorGrants>(Target.None))
        {
            throw _context.Refuse(target: null, "reading grants needs the right to list them");
        }

        Dictionary<string, string> users = UserStore.All(_context.Db).ToDictionary(user => user.Id, user => user.Name, StringComparer.Ordinal);
        Dictionary<string, string> connectors = ConnectorStore.All(_context.Db)
            .Where(connector => _context.Allows<ListConnectorGrants>(connector.Target))
            .ToDictionary(connector => connector.Id, connector => connector.Name, StringComparer.Ordinal);
        var grants = GrantStore.All(_context.Db)
            .Where(grant => connectors.ContainsKey(grant.ConnectorId))
            .GroupBy(grant => (User: users[grant.UserId], grant.Until))
            .OrderBy(grant => grant.Key.User, StringComparer.OrdinalIgnoreCase)
            .ThenBy(grant => grant.Key.Until);
        _yaml.Section("grants", grants, grant =>
        [
            ("user", StateYaml.Text(grant.Key.User)),
            ("connectors", StateYaml.List([.. grant.Select(one => connectors[one.ConnectorId]).Order(StringComparer.OrdinalIgnoreCase)])),
            ("until", grant.Key.Until.ToTime() is { } until ? Time(until) : null),
        ]);
    }

    private void WriteAccounts() => _yaml.Section(
        "accounts",
        AccountStore.All(_context.Db, AccountPresence.Live).Where(account => _context.Allows<ListAccounts>(account.Target)).Select(AccountLookup.Show).Where(IsSet),
        account =>
        [
            ("name", StateYaml.Text(account.Path)),
            ("email", account.Email is { } email ? StateYaml.Text(email) : null),
            ("maxOnDemand", account.MaxOnDemand is { } most ? $"{most}" : null),
            ("type", account.Type == AccountType.User ? null : $"{account.Type}"),
            ("owner", account.Owner is { } owner ? StateYaml.Text(owner) : null),
            ("domains", StateYaml.List(account.Domains)),
            ("excludes", StateYaml.List(account.Excludes)),
            ("tags", StateYaml.List(account.Tags)),
            ("priorityGroup", account.PriorityGroup is { } group ? StateYaml.Text(group) : null),
        ]);

    private static bool IsSet(Account account) => account is not
    { Email: null, MaxOnDemand: null, Type: AccountType.User, Owner: null, Domains.Count: 0, Excludes.Count: 0, Tags.Count: 0, PriorityGroup: null };

    private void RequireUsers()
    {
        if (!_context.Allows<ListUsers>(Target.OfUser(Guid.Empty, enabled: true)))
        {
            throw _context.Refuse(target: null, "reading users, roles and permissions needs RBAC_ADMIN or RBAC_VIEW");
        }
    }

    private static string Time(DateTimeOffset time) => time.ToUniversalTime().ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
}
