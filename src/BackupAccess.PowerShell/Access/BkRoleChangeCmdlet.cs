using BackupAccess.Engine.Roles;

namespace BackupAccess.PowerShell.Access;

/// <summary>A cmdlet that changes what a role is, for everybody who holds it.</summary>
public abstract class BkRoleChangeCmdlet : BkApprovableCmdlet
{
    // That old grants open connectors again may be more than was meant: it is said unasked.
    private protected ChangedRole Tell(ChangedRole role)
    {
        if (role.GrantsRestored.Users > 0)
        {
            WriteWarning($"Grants are in effect again by the role \"{role.Name}\": {role.GrantsRestored}.");
        }

        if (role.GrantsCeased.Users > 0)
        {
            WriteVerbose($"Grants are no longer in effect by the role \"{role.Name}\", and remembered: {role.GrantsCeased}.");
        }

        return role;
    }
}
