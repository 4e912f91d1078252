using BackupAccess.Engine.Roles;
using BackupAccess.Engine.State;

namespace BackupAccess.Engine.DesiredState;

/// <summary>The permissions that a role is to hold, for good and until a time; what the declaration leaves out stays.</summary>
internal sealed record RolePermissions(Role? Role, IReadOnlyList<string> Lasting, IReadOnlyList<PermissionEnd> Ending)
{
    /// <param name="role">The role as it is; null where it isn't there.</param>
    /// <param name="declared">What is declared of it.</param>
    /// <param name="canonical">A permission's own name.</param>
    /// <param name="now">An end that has passed by then has done what it says.</param>
    public static RolePermissions Of(Role? role, RoleDeclaration declared, Func<string, string> canonical, long now)
    {
        IReadOnlyList<PermissionEnd> ending = declared.Ending is null
            ? [.. (role?.Ends ?? []).Where(end => !(declared.Permissions ?? []).Contains(end.Permission, StringComparer.OrdinalIgnoreCase))]
            : [.. declared.Ending.Where(one => now < one.Until.ToMicroseconds()).Select(one => new PermissionEnd(canonical(one.Name), one.Until))];
        IEnumerable<string> lasting = declared.Permissions?.Select(canonical) ?? LastingOf(role).Except((declared.Ending ?? []).Select(one => one.Name), StringComparer.OrdinalIgnoreCase);
        return new RolePermissions(role, [.. lasting], ending);
    }

    public void Tell(FieldChanges fields)
    {
        fields.AddSet("permissions", Role is null ? null : LastingOf(Role), Lasting);
        fields.AddSet("endingPermissions", (Role?.Ends ?? []).Select(end => $"{end}"), Ending.Select(end => $"{end}"));
    }

    private static IEnumerable<string> LastingOf(Role? role) => role is null ? [] : role.Permissions.Where(permission => role.EndOf(permission) == UnixTime.Never);
}
