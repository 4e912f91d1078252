using System.Globalization;
using BackupAccess.Engine.Roles;

namespace BackupAccess.PowerShell.Formatting;

/// <summary>The permissions of a role in a line, each that ends with its end in local time.</summary>
public static class PermissionText
{
    public static string Of(IReadOnlyList<string> permissions, IReadOnlyList<PermissionEnd> ends) =>
        string.Join(", ", permissions.Select(permission => ends.FirstOrDefault(end => end.Permission == permission) is { } end
            ? string.Create(CultureInfo.InvariantCulture, $"{permission} (until {end.Until.LocalDateTime:yyyy-MM-dd HH:mm})")
            : permission));
}
