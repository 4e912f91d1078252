using BackupAccess.Engine.Access;
using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Roles;

/// <summary>A named set of permissions with a reach.</summary>
public record Role
{
    public required string Name { get; init; }

    public required bool BuiltIn { get; init; }

    public required IReadOnlyList<string> Permissions { get; init; }

    /// <summary>Those of the permissions that end, and when.</summary>
    public IReadOnlyList<PermissionEnd> Ends { get; init; } = [];

    public required ConnectorReach Connectors { get; init; }

    public required ProfileReach Profiles { get; init; }

    public required AccountReach Accounts { get; init; }

    public override string ToString() => Name;

    internal long EndOf(string permission) => Ends.FirstOrDefault(end => IsNamed(end.Permission, permission))?.Until.ToMicroseconds() ?? UnixTime.Never;

    /// <summary>The role without the permissions that have ended.</summary>
    internal Role At(long now) => Ends.Count == 0 ? this : this with
    {
        Permissions = [.. Permissions.Where(permission => now < EndOf(permission))],
        Ends = [.. Ends.Where(end => now < end.Until.ToMicroseconds())],
    };

    /// <summary>The role with a permission, for good or until a time, whether it is in it or not.</summary>
    internal Role With(string permission, DateTimeOffset? until) => this with
    {
        Permissions = Permissions.Contains(permission, StringComparer.OrdinalIgnoreCase) ? Permissions : [.. Permissions, permission],
        Ends = [.. Ends.Where(end => !IsNamed(end.Permission, permission)), .. until is { } end ? [new PermissionEnd(permission, end)] : Array.Empty<PermissionEnd>()],
    };

    internal Role Without(string permission) => this with
    {
        Permissions = [.. Permissions.Where(one => !IsNamed(one, permission))],
        Ends = [.. Ends.Where(end => !IsNamed(end.Permission, permission))],
    };

    private static bool IsNamed(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}
