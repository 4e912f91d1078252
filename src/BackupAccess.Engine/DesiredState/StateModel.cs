using BackupAccess.Engine.Access;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Connectors;
using BackupAccess.Engine.DesiredState.Kinds;
using BackupAccess.Engine.DesiredState.Pruning;
using BackupAccess.Engine.VolumeSnapshots;

namespace BackupAccess.Engine.DesiredState;

/// <summary>What documents declare, all of them together, in the order written.</summary>
internal sealed class StateModel
{
    public List<PermissionDeclaration> Permissions { get; } = [];

    public List<RoleDeclaration> Roles { get; } = [];

    public List<ProfileDeclaration> Profiles { get; } = [];

    public List<UserDeclaration> Users { get; } = [];

    public List<ConnectorDeclaration> Connectors { get; } = [];

    public List<GrantDeclaration> Grants { get; } = [];

    public List<AccountDeclaration> Accounts { get; } = [];

    /// <summary>What is declared of the other kinds.</summary>
    public List<(DeclaredKind Kind, Declaration Declared)> Others { get; } = [];

    /// <summary>The objects that are declared; of accounts, which are discovered, none.</summary>
    public IReadOnlyList<DeclaredObject> Objects() =>
    [
        .. Others.Select(other => new DeclaredObject(other.Kind.Kind, other.Declared.Name)),
        .. Permissions.Select(permission => new DeclaredObject("permission", permission.Name)),
        .. Roles.Select(role => new DeclaredObject("role", role.Name)),
        .. Users.Select(user => new DeclaredObject("user", user.Name)),
        .. Profiles.Select(profile => new DeclaredObject("profile", profile.Name)),
        .. Profiles.SelectMany(profile => profile.Users.Select(user => new DeclaredObject("profile assignment", $"{user} on {profile.Name}"))),
        .. Connectors.Select(connector => new DeclaredObject("connector", connector.Name)),
        .. Grants.SelectMany(grant => grant.Connectors.Select(connector => new DeclaredObject("grant", $"{grant.User} on {connector}"))),
    ];
}

internal sealed record PermissionDeclaration(Position At, string Name, Field<string> Description, IReadOnlyList<string>? Operations, IReadOnlyList<Position> OperationsAt);

internal sealed record ProfileDeclaration(Position At, string Name, IReadOnlyList<string> Users, IReadOnlyList<Position> UsersAt);

internal sealed record RoleDeclaration(
    Position At,
    string Name,
    IReadOnlyList<string> Aliases,
    IReadOnlyList<string>? Permissions,
    IReadOnlyList<Position> PermissionsAt,
    IReadOnlyList<EndingPermission>? Ending,
    ConnectorReach? Connectors,
    ProfileReach? Profiles,
    AccountReach? Accounts);

internal sealed record EndingPermission(Position At, string Name, DateTimeOffset Until);

internal sealed record UserDeclaration(Position At, string Name, IReadOnlyList<string>? Roles, IReadOnlyList<Position> RolesAt, bool? ConsoleAccess, Field<DateTimeOffset?> Until);

internal sealed record ConnectorDeclaration(Position At, string Name, ConnectorKind Kind, string? Path, string? Storage, bool Legacy, ConnectorVolume? Volume);

internal sealed record GrantDeclaration(Position At, string User, IReadOnlyList<string> Connectors, IReadOnlyList<Position> ConnectorsAt, DateTimeOffset? Until);

internal sealed record AccountDeclaration(
    Position At,
    string Name,
    Field<string> Email,
    Field<int?> MaxOnDemand,
    AccountType? Type,
    Field<string> Owner,
    IReadOnlyList<string>? Domains,
    IReadOnlyList<string>? Excludes,
    IReadOnlyList<string>? Tags,
    IReadOnlyList<Position> TagsAt,
    Field<string> PriorityGroup);
