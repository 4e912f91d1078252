using BackupAccess.Engine.Access;
using BackupAccess.Engine.Audit;
using BackupAccess.Engine.Roles;
using BackupAccess.Engine.Sessions;
using BackupAccess.Engine.Settings;

namespace BackupAccess.Engine.Tests.Settings;

/// <summary>Settings take what they are defined to take, and say who changed them.</summary>
public sealed class SettingTests
{
    [Fact]
    public async Task A_setting_stands_at_its_default_until_it_is_changed_and_can_be_put_back()
    {
        await using Store store = await Store.CreateAsync();
        Setting before = Assert.Single(await store.Local.ListAsync(new ListSettings(["selfKeys"])));

        Setting on = await store.Local.DoAsync(new UpdateSetting("SELFKEYS", ["True"]));
        Setting back = await store.Local.DoAsync(new UpdateSetting("selfKeys", null));

        Assert.Equal(("false", null, null), (before.Value.Single(), before.ChangedBy, before.Changed));
        Assert.Equal(("true", "local:tester"), (on.Value.Single(), on.ChangedBy));
        Assert.Equal(before, back, (one, other) => one.Value.SequenceEqual(other.Value) && one.ChangedBy == other.ChangedBy);
    }

    [Theory]
    [InlineData("selfKeys", "yes")]
    [InlineData("connectorRoots", "relative/folder")]
    [InlineData("connectorRoots", "/")]
    [InlineData("connectorRoots", "/srv/..")]
    public async Task A_setting_refuses_what_it_does_not_take(string name, string value)
    {
        await using Store store = await Store.CreateAsync();

        await store.Local.RefusedAsync("InvalidValue", new UpdateSetting(name, [value]));

        Assert.Null((await store.Local.ListAsync(new ListSettings([name])))[0].ChangedBy);
    }

    [Fact]
    public async Task A_change_of_a_setting_is_in_the_audit_log_with_its_value()
    {
        await using Store store = await Store.CreateAsync();
        long before = await store.AuditEndAsync();

        await store.Local.DoAsync(new UpdateSetting("connectorRoots", ["/srv/one/", "/srv/one", "/srv/two"]));

        AuditEvent told = Assert.Single(await store.AuditAsync(before));
        Assert.Equal(("updateSetting", "setting", "connectorRoots"), (told.Operation, told.ObjectKind, told.ObjectName));
        Assert.Equal(["/srv/one", "/srv/two"], (await store.Local.ListAsync(new ListSettings(["connectorRoots"])))[0].Value);
    }

    [Fact]
    public async Task The_folders_set_aside_are_Administrators_to_name()
    {
        await using Store store = await Store.CreateAsync();
        await store.Local.DoAsync(new CreateRole("Settings", ["SECURITY_SETTINGS"], ConnectorReach.None, ProfileReach.None, AccountReach.None));
        await using LocalClient jane = await store.SignInAsync("jane", ["Settings"]);
        await using LocalClient admin = await store.SignInAsAdministratorAsync();

        await jane.RefusedAsync("AccessDenied", new UpdateSetting("connectorRoots", ["/srv"]));
        await jane.RefusedAsync("AccessDenied", new UpdateSetting("connectorRoots", null));
        await jane.DoAsync(new UpdateSetting("lock.ownerMaximum", ["5"]));
        await admin.DoAsync(new UpdateSetting("connectorRoots", ["/srv"]));
    }

    [Fact]
    public async Task Only_who_holds_the_security_settings_knows_of_them()
    {
        await using Store store = await Store.CreateAsync();
        await using LocalClient oper = await store.SignInAsync("oper", ["Operator"]);

        await oper.RefusedAsync("AccessDenied", new ListSettings([]));
        await oper.RefusedAsync("NotFound", new UpdateSetting("selfKeys", ["true"]));
    }
}
