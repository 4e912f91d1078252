using BackupAccess.Engine.DesiredState;
using BackupAccess.Engine.Permissions;
using BackupAccess.Engine.Roles;

namespace BackupAccess.Engine.Access;

/// <summary>The built-in permissions and roles, read once from the embedded <c>Access/builtin.yaml</c>.</summary>
internal sealed class BuiltInAccess
{
    /// <summary>Held by everybody without being assigned.</summary>
    public const string SelfPermission = "SELF";

    public const string AdministratorRole = "Administrator";

    private const string Resource = "BackupAccess.Engine.Access.builtin.yaml";

    private static readonly Lazy<BuiltInAccess> s_current = new(Load);

    private readonly Dictionary<string, Role> _rolesByName = new(StringComparer.OrdinalIgnoreCase);

    private BuiltInAccess(StateModel model)
    {
        Permissions = model.Permissions.ToDictionary(
            permission => permission.Name,
            permission => new Permission { Name = permission.Name, BuiltIn = true, Description = permission.Description.Value, Operations = permission.Operations ?? [] },
            StringComparer.OrdinalIgnoreCase);
        Roles = [.. model.Roles.Select(ToRole)];
        for (int i = 0; i < Roles.Count; i++)
        {
            _rolesByName.Add(Roles[i].Name, Roles[i]);
            foreach (string alias in model.Roles[i].Aliases)
            {
                _rolesByName.Add(alias, Roles[i]);
            }
        }
    }

    public static BuiltInAccess Current => s_current.Value;

    /// <summary>By name, in any case.</summary>
    public IReadOnlyDictionary<string, Permission> Permissions { get; }

    public IReadOnlyList<Role> Roles { get; }

    /// <summary>The role of that name or alias, in any case; null when it isn't a built-in one.</summary>
    public Role? FindRole(string name) => _rolesByName.GetValueOrDefault(name);

    private static Role ToRole(RoleDeclaration role) => new()
    {
        Name = role.Name,
        BuiltIn = true,
        Permissions = role.Permissions ?? [],
        Connectors = role.Connectors ?? ConnectorReach.None,
        Profiles = role.Profiles ?? ProfileReach.None,
        Accounts = role.Accounts ?? AccountReach.None,
    };

    private static BuiltInAccess Load()
    {
        using Stream stream = typeof(BuiltInAccess).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"The resource \"{Resource}\" is not in the assembly.");
        using StreamReader reader = new(stream);
        List<StateFinding> findings = [];
        StateModel model = StateParser.ParseBuiltIn(new StateDocument("builtin.yaml", "/", reader.ReadToEnd()), findings);
        return findings.Count == 0
            ? new BuiltInAccess(model)
            : throw new InvalidOperationException($"The built-in access is unsound: {findings[0]}");
    }
}
