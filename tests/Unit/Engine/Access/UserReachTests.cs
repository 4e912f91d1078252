using BackupAccess.Engine.Access;
using BackupAccess.Engine.Access.Compilation;
using BackupAccess.Engine.Access.Explanation;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Roles;
using BackupAccess.Engine.Sessions;
using BackupAccess.Engine.State;
using BackupAccess.Engine.Users;

namespace BackupAccess.Engine.Tests.Access;

/// <summary>The names of users are there to grant to, and lend their reach to nothing else that the same role holds.</summary>
public sealed class UserReachTests
{
    private static readonly string[][] s_roles =
        [["CONNECTOR_ACCESS"], ["CONNECTOR_ACCESS", "COMPLIANCE"], ["CONNECTOR_ACCESS", "APPROVE"], ["CONNECTOR_ACCESS", "RBAC_VIEW"], ["CONNECTOR_ACCESS", "RBAC_ADMIN"]];

    [Fact]
    public async Task A_role_with_CONNECTOR_ACCESS_reaches_the_users_that_the_table_says()
    {
        await using Store store = await Store.CreateAsync();
        IReadOnlyDictionary<string, string[]> table = DecisionTable.ReadReachOverUsers(s_roles.Length);
        using StateConnection db = store.Database.Connect();
        AccessPolicy[] policies = [.. s_roles.Select(permissions => PolicyOf(db, permissions))];

        Assert.Equal(OperationCatalogue.Handlers.Where(one => one.Targets.Contains(TargetKind.User)).Select(one => one.Name).Order(), table.Keys.Order());
        Assert.All(table, line => Assert.Equal(line.Value, policies.Select(policy => Answer(policy, line.Key))));
    }

    [Fact]
    public async Task Who_may_grant_reads_nobodys_credentials_or_access()
    {
        await using Store store = await Store.CreateAsync();
        await store.Local.DoAsync(new CreateRole("Granter", ["CONNECTOR_ACCESS", "COMPLIANCE", "APPROVE"], ConnectorReach.All, ProfileReach.All, AccountReach.All));
        await using LocalClient granter = await store.SignInAsync("granter", ["Granter"]);
        await store.Local.DoAsync(new CreateUser("jane", [], ConsoleAccess.Off, null, null));

        Assert.Equal(["granter"], (await granter.ListAsync(new GetCredentialReport([], null, null))).Select(entry => entry.User));
        await granter.RefusedAsync("AccessDenied", new ListAccess(new UserReference("jane"), []));
        Assert.Equal(["granter", "jane", "root-admin"], await granter.ListAsync(new ListUserNames()));
    }

    private static string Answer(AccessPolicy policy, string operation)
    {
        Guid other = Guid.CreateVersion7();
        Target[] targets = [Target.OfUser(policy.UserId, enabled: true), Target.OfUser(other, enabled: true), Target.OfUser(other, enabled: false)];
        return string.Concat(targets.Select(target => policy.Decide(OperationCatalogue.Find(operation)!.Number, target, now: 1) ? 'A' : 'D'));
    }

    private static AccessPolicy PolicyOf(StateConnection db, string[] permissions)
    {
        Role role = new() { Name = "Granter", BuiltIn = false, Permissions = permissions, Connectors = ConnectorReach.All, Profiles = ProfileReach.All, Accounts = AccountReach.All };
        RoleHolding[] roles = [new(RoleCompiler.SelfOf(db), UnixTime.Never), .. PolicyCompiler.Hold(db, role, UnixTime.Never)];
        return new AccessPolicy(Guid.CreateVersion7(), "granter", enabled: true, UnixTime.Never, roles, GrantSet.None, GrantSet.None);
    }
}
