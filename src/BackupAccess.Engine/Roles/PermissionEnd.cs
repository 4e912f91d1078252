using System.Globalization;

namespace BackupAccess.Engine.Roles;

/// <summary>When a permission in a role ends.</summary>
public sealed record PermissionEnd(string Permission, DateTimeOffset Until)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Permission} until {Until.ToUniversalTime():yyyy-MM-ddTHH:mm:ssZ}");
}
