using BackupAccess.Engine.Access;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Connectors;
using BackupAccess.Engine.DesiredState.Kinds;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Permissions;
using BackupAccess.Engine.Roles;
using BackupAccess.Engine.VolumeSnapshots;

namespace BackupAccess.Engine.DesiredState;

/// <summary>The rules that declarations must keep, whatever the state holds: those of the operations that would make them.</summary>
/// <param name="permissions">The names of declared permissions that there are.</param>
/// <param name="findings">Takes what is wrong.</param>
internal sealed class DeclarationRules(IReadOnlyCollection<string> permissions, List<StateFinding> findings)
{
    public void Check(StateModel model)
    {
        model.Permissions.ForEach(CheckPermission);
        HashSet<string> known = new(
            [.. BuiltInAccess.Current.Permissions.Keys, .. permissions, .. model.Permissions.Select(permission => permission.Name)], StringComparer.OrdinalIgnoreCase);
        known.Remove(BuiltInAccess.SelfPermission);
        model.Roles.ForEach(role => CheckRole(role, known));
        model.Roles.ForEach(RequireOnce);
        model.Profiles.ForEach(profile => Try(profile.At, () => Names.RequireValid("profile", profile.Name)));

        foreach (UserDeclaration user in model.Users)
        {
            Try(user.At, () => Names.RequireValid("user", user.Name));
        }

        foreach (ConnectorDeclaration connector in model.Connectors)
        {
            CheckConnector(connector);
        }

        foreach (AccountDeclaration account in model.Accounts)
        {
            CheckAccount(account);
        }

        foreach ((DeclaredKind kind, Declaration declared) in model.Others)
        {
            Try(declared.At, () => kind.Check(declared));
        }

        foreach (DeclaredKind kind in DeclaredKind.All)
        {
            RequireUnique(kind.Kind, model.Others.Where(other => other.Kind == kind).Select(other => (other.Declared.At, other.Declared.Name)));
        }

        RequireUnique("permission", model.Permissions.Select(permission => (permission.At, permission.Name)));
        RequireUnique("profile", model.Profiles.Select(profile => (profile.At, profile.Name)));
        RequireUnique("role", model.Roles.Select(role => (role.At, role.Name)));
        RequireUnique("user", model.Users.Select(user => (user.At, user.Name)));
        RequireUnique("connector", model.Connectors.Select(connector => (connector.At, connector.Name)));
        RequireUnique("account", model.Accounts.Select(account => (account.At, account.Name)));
        RequireUnique("grant", model.Grants.SelectMany(grant => grant.Connectors.Select(connector => (grant.At, $"{grant.User} on {connector}"))));
    }

    private void CheckPermission(PermissionDeclaration permission)
    {
        Try(permission.At, () => Names.RequireValid("permission", permission.Name));
        Try(permission.At, () => PermissionRules.RequireDeclared(permission.Name));
        foreach ((string operation, Position at) in (permission.Operations ?? []).Zip(permission.OperationsAt))
        {
            if (OperationCatalogue.Find(operation) is null)
            {
                Report(at, "UnknownOperation", $"There is no operation \"{Names.Printable(operation)}\".{Nearest(operation, OperationCatalogue.Handlers.Select(handler => handler.Name))}");
            }
            else
            {
                Try(at, () => PermissionRules.ResolveOperations([operation]));
            }
        }
    }

    private void CheckRole(RoleDeclaration role, HashSet<string> known)
    {
        Try(role.At, () => Names.RequireValid("role", role.Name));
        Try(role.At, () => RoleRules.RequireDeclared(role.Name));
        IEnumerable<(string Name, Position At)> ending = (role.Ending ?? []).Select(one => (one.Name, one.At));
        foreach ((string permission, Position at) in (role.Permissions ?? []).Zip(role.PermissionsAt).Concat(ending))
        {
            if (!known.Contains(permission))
            {
                Report(at, "UnknownPermission", $"There is no permission \"{Names.Printable(permission)}\".{Nearest(permission, known)}");
            }
        }
    }

    private void RequireOnce(RoleDeclaration role) => RequireUnique(
        $"permission of \"{role.Name}\"",
        [.. (role.Permissions ?? []).Distinct(StringComparer.OrdinalIgnoreCase).Select(name => (role.At, name)), .. (role.Ending ?? []).Select(one => (one.At, one.Name))]);

    private static string Nearest(string name, IEnumerable<string> known) => NearestName.Of(name, known) is { } nearest ? $" Is \"{nearest}\" meant?" : "";

    private void CheckConnector(ConnectorDeclaration connector)
    {
        Try(connector.At, () => Names.RequireValid("connector", connector.Name));
        if (connector.Kind == ConnectorKind.Linux == connector.Path is not null)
        {
            Report(connector.At, "InvalidValue", connector.Path is null ? $"A connector of kind {connector.Kind} has a path." : "A connector of kind Linux has no path.");
        }

        Try(connector.At, () => ConnectorVolumeRules.RequireFits(connector.Kind, connector.Volume));
    }

    private void CheckAccount(AccountDeclaration account)
    {
        if (account.Name.IndexOf('/', StringComparison.Ordinal) is <= 0 || account.Name.EndsWith('/'))
        {
            Report(account.At, "InvalidName", "An account is named by connector and name, as web01/alice.");
        }

        if (account.MaxOnDemand.Value < 0)
        {
            Report(account.At, "InvalidValue", "The maximum of on-demand backups is 0 to 99, or null for none of its own.");
        }

        Try(account.At, () => AccountRules.RequireValid(account.Email.Value, account.MaxOnDemand.Value, account.Domains, account.Excludes));
    }

    private void RequireUnique(string kind, IEnumerable<(Position At, string Name)> declared)
    {
        foreach (IGrouping<string, (Position At, string Name)> same in declared.GroupBy(one => one.Name, StringComparer.OrdinalIgnoreCase))
        {
            foreach ((Position at, string name) in same.Skip(1))
            {
                Report(at, "DeclaredTwice", $"The {kind} \"{Names.Printable(name)}\" is declared twice.");
            }
        }
    }

    private void Try(Position at, Action rule)
    {
        try
        {
            rule();
        }
        catch (EngineException e)
        {
            Report(at, e.ErrorId, e.Message);
        }
    }

    private void Report(Position at, string id, string message) => findings.Add(new StateFinding(at.Source, at.Line, at.Column, id, message));
}
