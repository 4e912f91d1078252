using BackupAccess.Engine.Access;
using BackupAccess.Engine.Roles;

namespace BackupAccess.PowerShell.Access;

/// <summary>A role as one user holds it.</summary>
/// <param name="User">Whose it is.</param>
/// <param name="Until">When the assignment ends; null for never.</param>
/// <param name="Ends">Those of the permissions that end, and when.</param>
public sealed record AssignedRole(
    string User,
    string Name,
    DateTimeOffset? Until,
    bool BuiltIn,
    IReadOnlyList<string> Permissions,
    IReadOnlyList<PermissionEnd> Ends,
    ConnectorReach Connectors,
    ProfileReach Profiles,
    AccountReach Accounts)
{
    /// <summary>The name again, by which Revoke-BkRole takes it.</summary>
    public string Role => Name;

    public override string ToString() => Name;
}
