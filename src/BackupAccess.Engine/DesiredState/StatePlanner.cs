using BackupAccess.Engine.Access;
using BackupAccess.Engine.Connectors;
using BackupAccess.Engine.DesiredState.Kinds;
using BackupAccess.Engine.DesiredState.Pruning;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Permissions;
using BackupAccess.Engine.Profiles;
using BackupAccess.Engine.Roles;
using BackupAccess.Engine.State;
using BackupAccess.Engine.Storage;
using BackupAccess.Engine.Users;
using BackupAccess.Engine.VolumeSnapshots;

namespace BackupAccess.Engine.DesiredState;

/// <summary>
/// Compares what is declared with the state as the caller may know it. Changes come in the order in which they depend
/// on each other: tags, priority groups, policies, conditions, settings, permissions, roles, users, profiles, connectors, grants, accounts, configurations.
/// </summary>
internal sealed partial class StatePlanner : IPlan
{
    private readonly OperationContext _context;
    private readonly StateModel _model;
    private readonly List<StateFinding> _findings = [];
    private readonly List<PlannedChange> _changes = [];

    private StatePlanner(OperationContext context, StateModel model)
    {
        _context = context;
        _model = model;
    }

    /// <exception cref="InvalidStateException">A document is unsound, or names what is neither declared nor there.</exception>
    /// <exception cref="AccessDeniedException">The caller may not read what the documents declare.</exception>
    /// <param name="context">The caller's.</param>
    /// <param name="documents">What declares.</param>
    /// <param name="ownership">Whose they are, and what is pruned.</param>
    /// <param name="declared">What they declare.</param>
    public static IReadOnlyList<PlannedChange> Plan(
        OperationContext context, IReadOnlyList<StateDocument> documents, StateOwnership ownership, out IReadOnlyList<DeclaredObject> declared)
    {
        List<StateFinding> findings = [];
        StateModel model = StateParser.Parse(documents, PermissionRules.DeclaredNames(context), findings);
        StatePlanner planner = new(context, model);
        if (findings.Count == 0)
        {
            planner.Plan();
            findings = planner._findings;
        }

        declared = model.Objects();
        if (findings.Count == 0 && ownership is { Owner: { } owner, Prune: not PruneLimit.Nothing })
        {
            planner._changes.AddRange(StatePruning.Plan(context, owner, declared));
        }

        return findings.Count == 0 ? planner._changes : throw new InvalidStateException(findings);
    }

    private void Plan()
    {
        if (_model.Users.Count + _model.Roles.Count + _model.Permissions.Count > 0 && !_context.Allows<ListUsers>(Target.OfUser(Guid.Empty, enabled: true)))
        {
            throw _context.Refuse(target: null, "comparing users, roles and permissions needs RBAC_ADMIN or RBAC_VIEW");
        }

        PlanOthers(DeclaredKind.BeforeAccess);
        _model.Permissions.ForEach(PlanPermission);
        _model.Roles.ForEach(PlanRole);
        _model.Users.ForEach(PlanUser);
        _model.Profiles.ForEach(PlanProfile);
        _model.Connectors.ForEach(PlanConnector);
        _model.Grants.ForEach(PlanGrants);
        _model.Accounts.ForEach(PlanAccount);
        PlanOthers(DeclaredKind.AfterAccess);
    }

    public OperationContext Context => _context;

    public bool IsDeclared(string kind, string name) => kind switch
    {
        "profile" => IsDeclared(_model.Profiles, name, one => one.Name),
        "user" => IsDeclared(_model.Users, name, one => one.Name),
        "connector" => IsDeclared(_model.Connectors, name, one => one.Name),
        _ => IsDeclared(_model.Others.Where(other => other.Kind.Kind == kind), name, other => other.Declared.Name),
    };

    private void PlanOthers(IReadOnlyList<DeclaredKind> kinds)
    {
        foreach (DeclaredKind kind in kinds)
        {
            (DeclaredKind Kind, Declaration Declared)[] declared = [.. _model.Others.Where(other => other.Kind == kind)];
            if (declared.Length > 0)
            {
                kind.RequireReadable(_context);
            }

            foreach ((_, Declaration one) in declared)
            {
                kind.Plan(one, this);
            }
        }
    }

    private void PlanPermission(PermissionDeclaration declared)
    {
        Permission? permission = PermissionStore.Find(_context.Db, declared.Name);
        FieldChanges fields = new();
        fields.AddSet("operations", permission?.Operations, PermissionRules.ResolveOperations(declared.Operations ?? permission?.Operations ?? []));
        string? description = declared.Description.Value is { Length: > 0 } given ? given : null;
        fields.Add("description", permission?.Description, declared.Description.IsGiven ? description : permission?.Description);
        if (permission is null)
        {
            Add(StateAction.Create, "permission", declared.Name, fields, context =>
                context.Invoke(new CreatePermission(declared.Name, declared.Operations ?? [], description)));
        }
        else
        {
            Add(StateAction.Change, "permission", permission.Name, fields, context => context.Invoke(
                new UpdatePermission(permission.Name, declared.Operations, declared.Description.IsGiven ? description ?? "" : null)));
        }
    }

    private void PlanRole(RoleDeclaration declared)
    {
        Role? role = RoleStore.Find(_context.Db, declared.Name)?.At(_context.Now);
        RolePermissions permissions = RolePermissions.Of(role, declared, CanonicalPermission, _context.Now);
        FieldChanges fields = new();
        permissions.Tell(fields);
        fields.Add("connectors", role?.Connectors.ToString(), (declared.Connectors ?? role?.Connectors ?? ConnectorReach.None).ToString());
        fields.Add("profiles", role?.Profiles.ToString(), (declared.Profiles ?? role?.Profiles ?? ProfileReach.None).ToString());
        fields.Add("accounts", role?.Accounts.ToString(), (declared.Accounts ?? role?.Accounts ?? AccountReach.None).ToString());
        if (role is null)
        {
            CreateRole create = new(
                declared.Name,
                permissions.Lasting,
                declared.Connectors ?? ConnectorReach.None,
                declared.Profiles ?? ProfileReach.None,
                declared.Accounts ?? AccountReach.None)
            {
                Ends = permissions.Ending,
            };
            Add(StateAction.Create, "role", declared.Name, fields, context => context.Invoke(create));
        }
        else
        {
            Add(StateAction.Change, "role", role.Name, fields, context => context.Invoke(
                new UpdateRole(role.Name, permissions.Lasting, declared.Connectors, declared.Profiles, declared.Accounts) { Ends = permissions.Ending }));
        }
    }

    private void PlanUser(UserDeclaration declared)
    {
        string[] roles = [.. (declared.Roles ?? []).Zip(declared.RolesAt, CanonicalRole).Distinct(StringComparer.OrdinalIgnoreCase)];
        UserRow? user = UserStore.Find(_context.Db, declared.Name);
        FieldChanges fields = new();
        if (user is null)
        {
            fields.AddSet("roles", old: null, roles);
            fields.Add("consoleAccess", old: null, (declared.ConsoleAccess ?? true) ? "true" : "false");
            fields.Add("until", old: null, declared.Until.Value);
            ConsoleAccess console = declared.ConsoleAccess ?? true ? ConsoleAccess.On : ConsoleAccess.Off;
            Add(StateAction.Create, "user", declared.Name, fields, context =>
                context.Invoke(new CreateUser(declared.Name, roles, console, Password: null, declared.Until.Value)));
            return;
        }

        User current = UserLookup.Show(_context, user);
        fields.AddSet("roles", current.Roles, declared.Roles is null ? current.Roles : roles);
        fields.Add("consoleAccess", current.ConsoleAccess ? "true" : "false", (declared.ConsoleAccess ?? current.ConsoleAccess) ? "true" : "false");
        fields.Add("until", current.Until, declared.Until.IsGiven ? declared.Until.Value : current.Until);
        Add(StateAction.Change, "user", current.Name, fields, context => ChangeUser(context, current, declared, roles));
    }

    private static void ChangeUser(OperationContext context, User current, UserDeclaration declared, string[] roles)
    {
        UserReference user = new(current);
        if (declared.Roles is not null)
        {
            foreach (string role in roles.Except(current.Roles))
            {
                context.Invoke(new AssignRole(user, role, Until: null));
            }

            foreach (string role in current.Roles.Except(roles))
            {
                context.Invoke(new UnassignRole(user, role));
            }
        }

        if (declared.ConsoleAccess is { } console && console != current.ConsoleAccess)
        {
            context.Invoke(new SetConsoleAccess(user, console ? ConsoleAccess.On : ConsoleAccess.Off));
        }

        if (declared.Until.IsGiven && declared.Until.Value != current.Until)
        {
            context.Invoke(new UpdateUser(user, declared.Until.Value));
        }
    }

    private void PlanProfile(ProfileDeclaration declared)
    {
        ProfileRow? profile = ProfileStore.Find(_context.Db, declared.Name) is { } row && _context.MayKnow<ListProfiles>(row.Target) ? row : null;
        if (profile is null)
        {
            Add(StateAction.Create, "profile", declared.Name, new FieldChanges(), context => context.Invoke(new CreateProfile(declared.Name)));
        }

        foreach ((string name, Position at) in declared.Users.Zip(declared.UsersAt).DistinctBy(one => one.First, StringComparer.OrdinalIgnoreCase))
        {
            UserRow? user = VisibleUser<GrantProfile>(name);
            if (user is null && !IsDeclared(_model.Users, name, one => one.Name))
            {
                Report(at, "UnknownUser", $"There is no user \"{Names.Printable(name)}\".");
            }

            if (user is null || profile is null || ProfileGrantStore.Find(_context.Db, user.Guid, profile.Guid) is null)
            {
                Add(StateAction.Create, "profile assignment", $"{name} on {declared.Name}", new FieldChanges(), context =>
                    context.Invoke(new GrantProfile(new UserReference(name), new ProfileReference(declared.Name), Until: null)));
            }
        }
    }

    private void PlanConnector(ConnectorDeclaration declared)
    {
        ConnectorRow? connector = VisibleConnector(declared.Name);
        if (connector is null)
        {
            if (declared.Storage is { } storage && !StorageCatalogue.Exists(_context.Db, storage))
            {
                Report(declared.At, "UnknownStorage", $"There is no storage \"{Names.Printable(storage)}\".");
            }

            FieldChanges fields = new();
            fields.Add("kind", old: null, declared.Kind.ToString());
            fields.Add("path", old: null, declared.Path);
            fields.Add("storage", old: null, declared.Storage);
            fields.Add("legacy", old: null, declared.Legacy ? "true" : null);
            fields.Add("controller", old: null, declared.Volume?.Controller);
            fields.Add("volume", old: null, declared.Volume?.Volume);
            fields.Add("keepSnapshots", old: null, declared.Volume is { KeepSnapshots: > 0 and var keep } ? $"{keep}" : null);
            ConnectorOrigin origin = declared.Legacy ? ConnectorOrigin.Legacy : ConnectorOrigin.New;
            Add(StateAction.Create, "connector", declared.Name, fields, context =>
            {
                context.Invoke(new CreateConnector(declared.Name, declared.Kind, declared.Path, declared.Storage, origin) { Volume = declared.Volume });
                DiscoverDeclared(context, declared.Name);
            });
        }
        else if (connector.ConnectorKind != declared.Kind || connector.Path != declared.Path || !IsSame(declared.Storage ?? connector.Storage, connector.Storage) || !IsSame(declared.Volume, connector.Volume))
        {
            Report(declared.At, "Immutable", $"The connector \"{connector.Name}\" is there with another kind, path, storage or volume, which no document changes.");
        }
    }

    private static bool IsSame(ConnectorVolume? declared, ConnectorVolume? current) =>
        IsSame(declared?.Controller, current?.Controller) && declared?.Volume == current?.Volume && declared?.KeepSnapshots == current?.KeepSnapshots;

    private static bool IsSame(string? left, string? right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);

    private void PlanGrants(GrantDeclaration declared)
    {
        UserRow? user = VisibleUser<GrantConnector>(declared.User);
        if (user is null && !IsDeclared(_model.Users, declared.User, one => one.Name))
        {
            Report(declared.At, "UnknownUser", $"There is no user \"{Names.Printable(declared.User)}\".");
        }

        foreach ((string name, Position at) in declared.Connectors.Zip(declared.ConnectorsAt))
        {
            ConnectorRow? connector = VisibleConnector(name);
            if (connector is null && !IsDeclared(_model.Connectors, name, one => one.Name))
            {
                Report(at, "UnknownConnector", $"There is no connector \"{Names.Printable(name)}\".");
            }

            GrantRow? grant = user is null || connector is null ? null : GrantStore.Find(_context.Db, user.Guid, connector.Guid);
            if (grant is null || grant.Until.ToTime() != declared.Until)
            {
                FieldChanges fields = new();
                fields.Add("until", grant?.Until.ToTime(), declared.Until);
                Add(grant is null ? StateAction.Create : StateAction.Change, "grant", $"{declared.User} on {name}", fields, context =>
                    context.Invoke(new GrantConnector(new UserReference(declared.User), new ConnectorReference(name), declared.Until)));
            }
        }
    }

    /// <summary>A role's permissions as they will be.</summary>
    private IEnumerable<string> PermissionsOf(string role) =>
        _model.Roles.Find(declared => string.Equals(declared.Name, role, StringComparison.OrdinalIgnoreCase))?.Permissions
        ?? RoleStore.Find(_context.Db, role)?.Permissions
        ?? [];

    private string CanonicalPermission(string name) =>
        PermissionStore.Find(_context.Db, name)?.Name
        ?? _model.Permissions.Find(declared => string.Equals(declared.Name, name, StringComparison.OrdinalIgnoreCase))?.Name
        ?? name;

    private string CanonicalRole(string name, Position at)
    {
        if (RoleStore.Find(_context.Db, name) is { } role)
        {
            return role.Name;
        }

        if (!IsDeclared(_model.Roles, name, one => one.Name))
        {
            string nearest = NearestName.Of(name, RoleStore.All(_context.Db).Select(known => known.Name)) is { } known ? $" Is \"{known}\" meant?" : "";
            Report(at, "UnknownRole", $"There is no role \"{Names.Printable(name)}\".{nearest}");
        }

        return name;
    }

    /// <summary>The user of that name, if the caller may list it or do the operation on it.</summary>
    private UserRow? VisibleUser<TRequest>(string name) =>
        UserStore.Find(_context.Db, name) is { } user && (_context.Allows<ListUsers>(user.Target) || _context.Allows<TRequest>(user.Target)) ? user : null;

    private ConnectorRow? VisibleConnector(string name) =>
        ConnectorStore.Find(_context.Db, name) is { } connector && _context.MayKnow<ListConnectors>(connector.Target) ? connector : null;

    private static bool IsDeclared<T>(IEnumerable<T> declarations, string name, Func<T, string> nameOf) =>
        declarations.Any(one => string.Equals(nameOf(one), name, StringComparison.OrdinalIgnoreCase));

    public void Add(StateAction action, string kind, string name, FieldChanges fields, Action<OperationContext> apply)
    {
        if (action == StateAction.Create || fields.Changes.Count > 0)
        {
            _changes.Add(new PlannedChange(ChangeSeverity.Judge(new StateChange(action, kind, name, fields.Changes), PermissionsOf), apply));
        }
    }

    public void Report(Position at, string id, string message) => _findings.Add(new StateFinding(at.Source, at.Line, at.Column, id, message));
}
