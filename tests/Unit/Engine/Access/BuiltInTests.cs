using BackupAccess.Engine.Access;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Permissions;
using BackupAccess.Engine.Roles;
using BackupAccess.Engine.Users;

namespace BackupAccess.Engine.Tests.Access;

/// <summary>The built-in permissions and roles against the design's tables, written out here by hand.</summary>
public sealed class BuiltInTests
{
    private static readonly string[] s_permissions =
    [
        "BACKUP", "CONFIGURATION", "CUSTOM", "EXTENDED_REPOSITORY", "GLOBAL", "POLICY_ADMIN", "POLICY_VIEWER", "RBAC_ADMIN", "RBAC_VIEW",
        "RESTORE", "SCHEDULER", "VIEWER", "CONNECTOR_ADMIN", "CONNECTOR_ACCESS", "ACCOUNT_ADMIN", "ACCOUNT_SELF", "BACKUP_ON_DEMAND",
        "BACKUP_DELETE", "BROWSE", "DOWNLOAD", "RESTORE_KEEP", "RESTORE_TERMINATE", "LOCK", "HOUSEKEEPING", "AUDIT_VIEW", "COMPLIANCE",
        "APPROVE", "STORAGE_ADMIN", "KEY_EXPORT", "SECURITY_SETTINGS", "SSO_ADMIN", "SELF",
    ];

    private static readonly string[] s_notForOperators =
    [
        "RBAC_ADMIN", "RBAC_VIEW", "CONNECTOR_ACCESS", "SSO_ADMIN", "AUDIT_VIEW", "COMPLIANCE", "APPROVE", "KEY_EXPORT", "STORAGE_ADMIN",
        "SECURITY_SETTINGS", "SELF",
    ];

    public static TheoryData<string, string, ConnectorReach, ProfileReach, AccountReach> Roles => new()
    {
        { "Administrator", string.Join(' ', s_permissions.Where(name => name != "SELF")), ConnectorReach.All, ProfileReach.All, AccountReach.All },
        { "Operator", string.Join(' ', s_permissions.Except(s_notForOperators)), ConnectorReach.Granted, ProfileReach.Assigned, AccountReach.ByConnector },
        { "Viewer", "VIEWER POLICY_VIEWER", ConnectorReach.Granted, ProfileReach.Assigned, AccountReach.ByConnector },
        {
            "BackupAdministrator",
            "VIEWER BACKUP BACKUP_DELETE RESTORE RESTORE_TERMINATE BROWSE DOWNLOAD LOCK CONNECTOR_ADMIN CONNECTOR_ACCESS ACCOUNT_ADMIN "
                + "CONFIGURATION SCHEDULER POLICY_VIEWER EXTENDED_REPOSITORY HOUSEKEEPING",
            ConnectorReach.Granted, ProfileReach.Assigned, AccountReach.ByConnector
        },
        { "ComplianceAdministrator", "VIEWER BROWSE COMPLIANCE RBAC_VIEW", ConnectorReach.All, ProfileReach.None, AccountReach.ByConnector },
        { "FullSupport", "VIEWER BROWSE DOWNLOAD RESTORE", ConnectorReach.Granted, ProfileReach.None, AccountReach.ByConnector },
        { "StandardSupport", "VIEWER BROWSE RESTORE", ConnectorReach.Granted, ProfileReach.None, AccountReach.ByConnector },
        { "LimitedSupport", "VIEWER BROWSE RESTORE_KEEP", ConnectorReach.Granted, ProfileReach.None, AccountReach.ByConnector },
        { "Audit", "AUDIT_VIEW RBAC_VIEW", ConnectorReach.All, ProfileReach.None, AccountReach.None },
        { "SsoAdministrator", "SSO_ADMIN", ConnectorReach.None, ProfileReach.None, AccountReach.None },
        { "AccountOwner", "VIEWER BROWSE DOWNLOAD RESTORE LOCK BACKUP_ON_DEMAND ACCOUNT_SELF", ConnectorReach.None, ProfileReach.None, AccountReach.Owned },
    };

    [Theory]
    [MemberData(nameof(Roles))]
    public async Task A_built_in_role_is_what_the_design_says(string name, string permissions, ConnectorReach connectors, ProfileReach profiles, AccountReach accounts)
    {
        await using Store store = await Store.CreateAsync();

        Role role = Assert.Single(await store.Local.ListAsync(new ListRoles([name])));

        Assert.True(role.BuiltIn);
        Assert.Equal(permissions.Split(' ').Order(), role.Permissions.Order());
        Assert.Equal((connectors, profiles, accounts), (role.Connectors, role.Profiles, role.Accounts));
    }

    [Fact]
    public async Task There_are_no_other_built_in_roles_or_permissions()
    {
        await using Store store = await Store.CreateAsync();

        Assert.Equal(Roles.Select(row => (string)row[0]).Order(), (await store.Local.ListAsync(new ListRoles([]))).Select(role => role.Name).Order());
        Assert.Equal(s_permissions.Order(), (await store.Local.ListAsync(new ListPermissions([]))).Select(permission => permission.Name).Order());
    }

    [Fact]
    public void Every_operation_stands_in_a_permission_and_every_operation_named_exists()
    {
        string[] named = [.. BuiltInAccess.Current.Permissions.Values.SelectMany(permission => permission.Operations)];

        Assert.Empty(OperationCatalogue.Handlers.Select(handler => handler.Name).Except(named));
        Assert.Empty(named.Except(OperationCatalogue.Handlers.Select(handler => handler.Name)));
    }

    [Fact]
    public async Task MasterAdministrator_is_another_name_of_Administrator()
    {
        await using Store store = await Store.CreateAsync();

        User made = await store.Local.DoAsync(new CreateUser("second", ["masteradministrator"], ConsoleAccess.Off, null, null));

        Assert.Equal(["Administrator"], made.Roles);
    }

    [Theory]
    [InlineData("Administrator")]
    [InlineData("MasterAdministrator")]
    [InlineData("fullsupport")]
    public async Task Nobody_adds_or_changes_a_built_in_role(string name)
    {
        await using Store store = await Store.CreateAsync();

        await store.Local.RefusedAsync("BuiltIn", new CreateRole(name, [], ConnectorReach.None, ProfileReach.None, AccountReach.None));
        await store.Local.RefusedAsync("BuiltIn", new UpdateRole(name, ["VIEWER"], null, null, null));
    }

    [Fact]
    public async Task SELF_can_not_be_put_into_a_role()
    {
        await using Store store = await Store.CreateAsync();

        await store.Local.RefusedAsync("NotFound", new CreateRole("Mine", ["SELF"], ConnectorReach.All, ProfileReach.All, AccountReach.All));
    }

    [Fact]
    public void The_built_in_document_is_in_the_assembly_and_not_beside_it() =>
        Assert.Contains(typeof(BackupEngine).Assembly.GetManifestResourceNames(), name => name == "BackupAccess.Engine.Access.builtin.yaml");
}
