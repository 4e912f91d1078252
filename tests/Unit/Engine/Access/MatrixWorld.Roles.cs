using BackupAccess.Engine.Access;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Permissions;
using BackupAccess.Engine.Profiles;
using BackupAccess.Engine.Roles;
using BackupAccess.Engine.Users;

namespace BackupAccess.Engine.Tests.Access;

/// <summary>Roles, permissions and profiles, each made for the cell that asks about it.</summary>
public sealed partial class MatrixWorld
{
    private static readonly string[] s_assigned = ["Opr", "Vwr", "Bkp"];

    private async Task<(Func<IOperationClient, Task> Ask, string Typed)?> OfProfileAsync(string operation, string role, MatrixTarget target)
    {
        if (operation is not ("removeProfile" or "grantProfile" or "revokeProfile"))
        {
            return null;
        }

        UserReference victim = new(await MakeVictimAsync());
        string profile = target == MatrixTarget.Missing ? "nowhere" : await MakeProfileAsync(target, role);
        ProfileReference reference = new(profile);
        if (operation == "revokeProfile" && target != MatrixTarget.Missing)
        {
            await _store.Local.DoAsync(new GrantProfile(victim, reference, null));
        }

        // Who doesn't see the user is told of that first.
        string missed = role is "Adm" or "Bkp" or "Cmp" or "Aud" ? profile : victim.Text;
        return operation switch
        {
            "removeProfile" => (Do(new RemoveProfile(reference)), profile),
            "grantProfile" => (Do(new GrantProfile(victim, reference, null)), missed),
            _ => (Do(new RevokeProfile(victim, reference)), missed),
        };
    }

    private async Task<(Func<IOperationClient, Task> Ask, string Typed)?> OfDeclaredAsync(string operation, MatrixTarget target)
    {
        string name = target == MatrixTarget.Missing ? "nothing" : $"declared{++_made}";
        Func<IOperationClient, Task>? ask = operation switch
        {
            "removeRole" => Do(new RemoveRole(name, RoleRemoval.Unassigned)),
            "grantPermission" => Do(new GrantPermission(name, "BROWSE")),
            "revokePermission" => Do(new RevokePermission(name, "VIEWER")),
            "updatePermission" => Do(new UpdatePermission(name, ["getBackup"], null)),
            "removePermission" => Do(new RemovePermission(name)),
            _ => null,
        };
        if (ask is null)
        {
            return null;
        }

        if (target != MatrixTarget.Missing)
        {
            await _store.Local.DoAsync(new CreateRole(name, ["VIEWER"], ConnectorReach.None, ProfileReach.None, AccountReach.None));
            await _store.Local.DoAsync(new CreatePermission(name, ["getBackup"], null));
        }

        return (ask, name);
    }

    private async Task<string> MakeProfileAsync(MatrixTarget target, string role)
    {
        string name = $"profile{++_made}";
        await _store.Local.DoAsync(new CreateProfile(name));
        if (target == MatrixTarget.Own && s_assigned.Contains(role))
        {
            await _store.Local.DoAsync(new GrantProfile(new UserReference(role), new ProfileReference(name), null));
        }

        return name;
    }

    /// <summary>A new folder below the one set aside for connectors of others than Administrator.</summary>
    private string MakeFolderSetAside()
    {
        string folder = Path.Combine(_store.Root, "roots", $"folder{++_made}");
        Directory.CreateDirectory(folder);
        return folder;
    }
}
