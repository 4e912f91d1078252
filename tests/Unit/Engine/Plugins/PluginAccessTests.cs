using BackupAccess.Engine.Access;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Audit;
using BackupAccess.Engine.Configurations;
using BackupAccess.Engine.Plugins;
using BackupAccess.Engine.Profiles;
using BackupAccess.Engine.Roles;
using BackupAccess.Engine.Sessions;
using BackupAccess.Engine.Users;

namespace BackupAccess.Engine.Tests.Plugins;

/// <summary>Who may ask plug-ins, and what the audit log has of it.</summary>
public sealed class PluginAccessTests
{
    private const string Own = "[{name: describe}, {name: \"custom:it\"}]";

    [Fact]
    public async Task A_configuration_of_anothers_profile_is_not_there()
    {
        await using PluginScene scene = await PluginScene.CreateAsync("ok", Own);
        await using LocalClient olga = await scene.Store.SignInAsync("olga", ["Operator"], "web01");
        RunPlugin plain = new(new PluginReference("app"), "custom:it", PluginScene.Account);
        RunPlugin told = plain with { Configuration = new ConfigurationReference("team/nightly") };

        await olga.DoAsync(plain);
        await olga.RefusedAsync("NotFound", told);
        await scene.Store.Local.DoAsync(new GrantProfile(new UserReference("olga"), new ProfileReference("team"), Until: null));
        await olga.DoAsync(told);

        Assert.Equal(["custom:it", "custom:it"], scene.Log);
    }

    [Fact]
    public async Task One_role_must_reach_the_account_and_the_configuration()
    {
        await using PluginScene scene = await PluginScene.CreateAsync("ok", Own);
        await scene.Store.Local.DoAsync(new CreateRole("Asker", ["CUSTOM"], ConnectorReach.Granted, ProfileReach.None, AccountReach.ByConnector));
        await scene.Store.Local.DoAsync(new CreateRole("Writer", ["CONFIGURATION", "CUSTOM"], ConnectorReach.None, ProfileReach.Assigned, AccountReach.None));
        await using LocalClient paul = await scene.Store.SignInAsync("paul", ["Asker", "Writer"], "web01");
        await scene.Store.Local.DoAsync(new GrantProfile(new UserReference("paul"), new ProfileReference("team"), Until: null));

        await paul.RefusedAsync("AccessDenied", new RunPlugin(new PluginReference("app"), "custom:it", PluginScene.Account) { Configuration = new ConfigurationReference("team/nightly") });

        Assert.Empty(scene.Log);
    }

    [Fact]
    public async Task The_audit_log_has_who_asked_what_of_which_account_and_nothing_that_was_given()
    {
        await using PluginScene scene = await PluginScene.CreateAsync("ok ',\"data\":{\"found\":\"a secret\"}'", Own);
        scene.Declare($"environment: [PGPASSWORD=hidden-in-the-entry], operations: {Own}");
        await using LocalClient admin = await scene.Store.SignInAsAdministratorAsync();
        long before = await scene.Store.AuditEndAsync();

        await admin.DoAsync(new RunPlugin(new PluginReference("app"), "custom:it", PluginScene.Account) { Parameters = [new PluginParameter("word", PluginParameterKind.Text, "given-by-hand")] });

        AuditEvent[] events = [.. (await scene.Store.AuditAsync(before)).Where(one => one.Operation == "runPlugin")];
        Assert.Equal([AuditOutcome.Attempted, AuditOutcome.Succeeded], events.Select(one => one.Outcome));
        Assert.All(events, one => Assert.Equal(("root-admin", "web01/alice", "app custom:it"), (one.Principal, one.ObjectName, one.Reason)));
        string state = await File.ReadAllTextAsync(Path.Combine(scene.Store.StatePath, "state.db"), System.Text.Encoding.Latin1)
            + await File.ReadAllTextAsync(Path.Combine(scene.Store.StatePath, "state.db-wal"), System.Text.Encoding.Latin1);
        Assert.DoesNotContain("given-by-hand", state, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden-in-the-entry", state, StringComparison.Ordinal);
        Assert.DoesNotContain("a secret", state, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_plug_in_gets_stands_in_no_arguments()
    {
        await using PluginScene scene = await PluginScene.CreateAsync("tr '\\0' '\\n' < /proc/$$/cmdline > \"$root/arguments\"; ok", Own);
        scene.Declare($"arguments: [one], environment: [PGPASSWORD=hidden], operations: {Own}");

        await scene.AskAsync("custom:it", new PluginParameter("word", PluginParameterKind.Text, "given"));

        Assert.Equal(["/bin/sh", "/proc/self/fd/3", "one"], scene.Read("arguments").Split('\n'));
    }
}
