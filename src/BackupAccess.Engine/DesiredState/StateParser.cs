using BackupAccess.Engine.Access;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Connectors;
using BackupAccess.Engine.DesiredState.Kinds;
using BackupAccess.Engine.VolumeSnapshots;

namespace BackupAccess.Engine.DesiredState;

/// <summary>Turns documents into what they declare, reporting everything that is wrong with the documents alone.</summary>
internal sealed class StateParser
{
    private const string ApiVersion = "backupaccess/v1";
    private const string Kind = "State";

    private static readonly string[] s_sections =
        ["permissions", "roles", "profiles", "users", "connectors", "grants", "accounts", .. DeclaredKind.All.Select(kind => kind.Field)];

    private readonly StateModel _model = new();
    private readonly List<StateFinding> _findings;
    private readonly Origin _origin;

    private StateParser(List<StateFinding> findings, Origin origin)
    {
        _findings = findings;
        _origin = origin;
    }

    private enum Origin
    {
        User,
        BuiltIn,
    }

    /// <param name="documents">What is to be read.</param>
    /// <param name="permissions">The names of declared permissions, as far as the caller may know them; built-in ones and those in the documents are known besides.</param>
    /// <param name="findings">Takes what is wrong.</param>
    public static StateModel Parse(IReadOnlyList<StateDocument> documents, IReadOnlyCollection<string> permissions, List<StateFinding> findings)
    {
        StateParser parser = new(findings, Origin.User);
        foreach (StateDocument document in documents)
        {
            parser.Read(document);
        }

        new DeclarationRules(permissions, findings).Check(parser._model);
        return parser._model;
    }

    /// <summary>Reads the engine's own document, which may also give aliases, and in which built-in names are declared.</summary>
    public static StateModel ParseBuiltIn(StateDocument document, List<StateFinding> findings)
    {
        StateParser parser = new(findings, Origin.BuiltIn);
        parser.Read(document);
        return parser._model;
    }

    private void Read(StateDocument document)
    {
        foreach (YamlNode node in YamlReader.Read(document, _findings))
        {
            if (node is YamlNode.Map map)
            {
                ReadState(new MapReader(map, document.Source, _findings), document);
            }
            else
            {
                _findings.Add(new StateFinding(document.Source, node.Line, node.Column, "WrongKind", "A document is a map of fields."));
            }
        }
    }

    private void ReadState(MapReader map, StateDocument document)
    {
        if (map.RequireText("apiVersion") is { Length: > 0 } version && version != ApiVersion)
        {
            map.Report("UnknownVersion", $"\"apiVersion\" is {ApiVersion}.");
        }

        RequireKind(map);

        _model.Permissions.AddRange(map.Maps("permissions").Select(ReadPermission));
        _model.Roles.AddRange(map.Maps("roles").Select(ReadRole));
        _model.Profiles.AddRange(map.Maps("profiles").Select(ReadProfile));
        _model.Users.AddRange(map.Maps("users").Select(ReadUser));
        _model.Connectors.AddRange(map.Maps("connectors").Select(entry => ReadConnector(entry, document)));
        _model.Grants.AddRange(map.Maps("grants").Select(ReadGrant));
        _model.Accounts.AddRange(map.Maps("accounts").Select(ReadAccount));
        if (_origin == Origin.User)
        {
            _model.Others.AddRange(DeclaredKind.All.SelectMany(kind => kind.Read(map).Select(declared => (kind, declared))));
        }

        map.Finish();
    }

    /// <summary>A document holds a whole state, or what its kind names and nothing else.</summary>
    private static void RequireKind(MapReader map)
    {
        string kind = map.RequireText("kind");
        if (kind.Length == 0 || kind == Kind)
        {
            return;
        }

        if (!s_sections.Contains(kind))
        {
            string nearest = NearestName.Of(kind, [Kind, .. s_sections]) is { } name ? $" Is \"{name}\" meant?" : "";
            map.Report(map.PositionOf("kind"), "UnknownKind", $"\"kind\" is {Kind}, or one of {string.Join(", ", s_sections)}.{nearest}");
            return;
        }

        foreach (string other in s_sections.Where(section => section != kind && map.Has(section)))
        {
            map.Report(map.PositionOf(other), "WrongKind", $"A document of the kind {kind} has no {other}.");
        }
    }

    private static PermissionDeclaration ReadPermission(MapReader map)
    {
        PermissionDeclaration permission = new(map.At, map.RequireText("name"), map.Text("description"), map.TextList("operations"), map.EntriesOf("operations"));
        map.Finish();
        return permission;
    }

    private static ProfileDeclaration ReadProfile(MapReader map)
    {
        ProfileDeclaration profile = new(map.At, map.RequireText("name"), map.TextList("users") ?? [], map.EntriesOf("users"));
        map.Finish();
        return profile;
    }

    private RoleDeclaration ReadRole(MapReader map)
    {
        RoleDeclaration role = new(
            map.At,
            map.RequireText("name"),
            _origin == Origin.BuiltIn ? map.TextList("aliases") ?? [] : [],
            map.TextList("permissions"),
            map.EntriesOf("permissions"),
            map.Has("endingPermissions") ? [.. map.Maps("endingPermissions").Select(ReadEndingPermission)] : null,
            map.Choice<ConnectorReach>("connectors"),
            map.Choice<ProfileReach>("profiles"),
            map.Choice<AccountReach>("accounts"));
        map.Finish();
        return role;
    }

    private static EndingPermission ReadEndingPermission(MapReader map)
    {
        string name = map.RequireText("name");
        if (map.Time("until").Value is not { } until)
        {
            map.Report("MissingField", "\"until\" is missing.");
            until = default;
        }

        map.Finish();
        return new EndingPermission(map.At, name, until);
    }

    private static UserDeclaration ReadUser(MapReader map)
    {
        UserDeclaration user = new(map.At, map.RequireText("name"), map.TextList("roles"), map.EntriesOf("roles"), map.Boolean("consoleAccess"), map.Time("until"));
        map.Finish();
        return user;
    }

    private static ConnectorDeclaration ReadConnector(MapReader map, StateDocument document)
    {
        string? path = map.Text("path").Value;
        ConnectorDeclaration connector = new(
            map.At,
            map.RequireText("name"),
            map.Choice<ConnectorKind>("kind") ?? ConnectorKind.Folder,
            path is null || path.Contains('\0', StringComparison.Ordinal) ? path : Path.TrimEndingDirectorySeparator(Path.GetFullPath(path, document.BaseFolder)),
            map.Text("storage").Value,
            map.Boolean("legacy") ?? false,
            ReadVolume(map));
        map.Finish();
        return connector;
    }

    private static ConnectorVolume? ReadVolume(MapReader map)
    {
        string? controller = map.Text("controller").Value;
        string? volume = map.Text("volume").Value;
        int? keep = map.Integer("keepSnapshots").Value;
        return controller is null && volume is null && keep is null ? null : new ConnectorVolume(controller ?? "", volume ?? "", keep ?? 0);
    }

    private static GrantDeclaration ReadGrant(MapReader map)
    {
        GrantDeclaration grant = new(map.At, map.RequireText("user"), map.TextList("connectors") ?? [], map.EntriesOf("connectors"), map.Time("until").Value);
        if (grant.Connectors.Count == 0)
        {
            map.Report("MissingField", "\"connectors\" is missing.");
        }

        map.Finish();
        return grant;
    }

    private static AccountDeclaration ReadAccount(MapReader map)
    {
        AccountDeclaration account = new(
            map.At,
            map.RequireText("name"),
            map.Text("email"),
            map.Integer("maxOnDemand"),
            map.Choice<AccountType>("type"),
            map.Text("owner"),
            map.TextList("domains"),
            map.TextList("excludes"),
            map.TextList("tags"),
            map.EntriesOf("tags"),
            map.Text("priorityGroup"));
        map.Finish();
        return account;
    }
}
