using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Configurations;
using BackupAccess.Engine.Maintenance;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Policies;
using BackupAccess.Engine.Profiles;
using BackupAccess.Engine.Sessions;
using BackupAccess.Engine.Tests.Configurations;
using BackupAccess.Engine.Users;

namespace BackupAccess.Engine.Tests.Policies;

public sealed class PolicyTests
{
    private const string Text = "# ours\nconnector: web01\n";

    [Fact]
    public async Task A_policy_that_anything_names_is_kept_and_says_what_names_it()
    {
        await using ConfigurationWorld world = await WorldAsync(new LabelRule(RetentionLabel.Daily, 2, null));
        await world.Local.DoAsync(new AssignPolicy("YEAR", Configuration: null, ConfigurationWorld.TeamA));
        await world.Local.DoAsync(new UpdateGlobalConfiguration(null, "policy: year\n", PendingEdit.Keep));

        Policy policy = Assert.Single(await world.Local.ListAsync(new ListPolicies([])));
        Assert.Equal(["(global)", "team-a", "team-a/shop"], policy.UsedBy);
        await world.Local.RefusedAsync("PolicyInUse", new RemovePolicy("year"));
        await world.Local.DoAsync(new UpdateGlobalConfiguration(null, "", PendingEdit.Keep));
        await world.Local.DoAsync(new DetachPolicy("year", Configuration: null, ConfigurationWorld.TeamA));
        await world.Local.RefusedAsync("NotFound", new DetachPolicy("year", Configuration: null, ConfigurationWorld.TeamA));
        await world.Local.DoAsync(new DetachPolicy("year", ConfigurationWorld.Shop, Profile: null));

        await world.Local.DoAsync(new RemovePolicy("year"));
        Assert.Empty(await world.Local.ListAsync(new ListPolicies([])));
    }

    [Fact]
    public async Task Who_assigns_a_policy_does_not_become_whom_the_configuration_runs_as()
    {
        await using ConfigurationWorld world = await WorldAsync(new LabelRule(RetentionLabel.Daily, 2, null));
        await using LocalClient jane = await world.Store.SignInAsync("jane", ["Operator"], "web01");
        await world.Local.DoAsync(new GrantProfile(new UserReference("jane"), ConfigurationWorld.TeamA, null));
        await jane.DoAsync(new AddPolicy("week", [], PolicyDeletion.Never));

        await jane.DoAsync(new AssignPolicy("week", ConfigurationWorld.Shop, Profile: null));

        Configuration shop = await world.ShopAsync();
        Assert.Equal(("week", "local:tester", "# ours\nconnector: web01\npolicy: \"week\"\n"), (shop.Policy, shop.SavedBy, shop.Text));
        Assert.Equal(shop.Text, await File.ReadAllTextAsync(world.ShopFile));
    }

    [Fact]
    public async Task The_policy_lets_go_what_is_over_after_each_backup_by_label()
    {
        await using ConfigurationWorld world = await WorldAsync(new LabelRule(RetentionLabel.Daily, 2, null), new LabelRule(RetentionLabel.Monthly, 1, null));
        await world.Local.DoAsync(new BackupAccount(new AccountReference("alice"), []));
        List<Guid> monthly = [(await world.BackUpAsync("alice", RetentionLabel.Monthly)).Id];
        List<Guid> daily = [];
        for (int day = 0; day < 4; day++)
        {
            world.Store.Clock.Advance(TimeSpan.FromDays(1));
            daily.Add((await world.BackUpAsync("alice")).Id);
        }

        List<Backup> left = await world.BackupsAsync("alice");

        Assert.Equal([.. daily[2..].AsEnumerable().Reverse(), monthly[0]], left.Where(backup => backup.Kind == BackupKind.Scheduled).Select(backup => backup.Id));
        Assert.Single(left, backup => backup.Kind == BackupKind.OnDemand);
        Assert.Equal(2, (await world.Store.AuditAsync()).Count(one => one.Reason == "the policy \"year\" keeps Daily 2"));
    }

    [Fact]
    public async Task Who_may_not_apply_retention_has_nothing_let_go_and_the_audit_log_says_so()
    {
        await using ConfigurationWorld world = await WorldAsync(new LabelRule(RetentionLabel.Daily, 1, null));
        await using LocalClient jane = await RunnerAsync(world);
        BackupAccount request = new(new AccountReference("alice"), []) { Configuration = ConfigurationWorld.Shop };
        await jane.DoAsync(request);
        await jane.DoAsync(request);

        Assert.Equal(2, (await world.BackupsAsync("alice")).Count);
        Assert.Contains(await world.Store.AuditAsync(), one => one.Reason?.Contains("may not apply retention", StringComparison.Ordinal) == true);
        RetentionResult kept = await world.Local.DoAsync(new ApplyRetention(new AccountReference("alice"), Policy: null, Kind: null, RetentionPrune.None, WorkMode.Apply));
        Assert.Equal((1, 1), (kept.Kept, kept.Deleted));
    }

    [Fact]
    public async Task Backups_of_a_configuration_that_is_no_more_stay()
    {
        await using ConfigurationWorld world = await WorldAsync(new LabelRule(RetentionLabel.Daily, 1, null));
        await world.BackUpAsync("alice");
        await world.Local.DoAsync(new DetachPolicy("year", ConfigurationWorld.Shop, Profile: null));
        await world.BackUpAsync("alice");
        await world.Local.DoAsync(new RemoveConfiguration(ConfigurationWorld.Shop, PendingEdit.Keep));

        await world.Local.DoAsync(new ApplyRetention(new AccountReference("alice"), Policy: null, Kind: null, RetentionPrune.None, WorkMode.Apply));

        Assert.Equal(2, (await world.BackupsAsync("alice")).Count);
    }

    [Fact]
    public async Task A_later_configuration_of_the_same_name_does_not_rule_over_them()
    {
        await using ConfigurationWorld world = await WorldAsync(new LabelRule(RetentionLabel.Daily, 1, null));
        await world.BackUpAsync("alice");
        await world.Local.DoAsync(new RemoveConfiguration(ConfigurationWorld.Shop, PendingEdit.Keep));
        await world.SaveShopAsync($"{Text}policy: year\n");
        await world.BackUpAsync("alice");

        await world.Local.DoAsync(new ApplyRetention(new AccountReference("alice"), Policy: null, Kind: null, RetentionPrune.None, WorkMode.Apply));

        Assert.Equal(2, (await world.BackupsAsync("alice")).Count);
    }

    [Fact]
    public async Task Changing_a_policy_needs_every_profile_that_it_holds_for()
    {
        await using ConfigurationWorld world = await WorldAsync(new LabelRule(RetentionLabel.Daily, 1, null));
        await world.Local.DoAsync(new CreateProfile("team-b"));
        await using LocalClient jane = await world.Store.SignInAsync("jane", ["Operator"], "web01");
        await world.Local.DoAsync(new GrantProfile(new UserReference("jane"), ConfigurationWorld.TeamA, null));

        await jane.DoAsync(new UpdatePolicy("year", [], PolicyDeletion.Never));
        await world.Local.DoAsync(new AssignPolicy("year", Configuration: null, new ProfileReference("team-b")));

        await jane.RefusedAsync("AccessDenied", new UpdatePolicy("year", [], PolicyDeletion.CountAndAge));
        Assert.Equal(["team-a/shop"], Assert.Single(await jane.ListAsync(new ListPolicies(["year"]))).UsedBy);
    }

    [Theory]
    [InlineData(RetentionLabel.Daily, -1, null, PolicyDeletion.CountAndAge)]
    [InlineData(RetentionLabel.Daily, 1, 0, PolicyDeletion.CountAndAge)]
    [InlineData(RetentionLabel.Daily, 1, null, PolicyDeletion.AgeOnly)]
    public async Task Rules_that_can_not_hold_are_refused(RetentionLabel label, int? keep, int? days, PolicyDeletion deletion)
    {
        await using Store store = await Store.CreateAsync();

        await store.Local.RefusedAsync("InvalidValue", new AddPolicy("year", [new LabelRule(label, keep, days)], deletion));
        await store.Local.RefusedAsync("InvalidValue", new AddPolicy("year", [new LabelRule(label, 1, 1), new LabelRule(label, 2, 2)], PolicyDeletion.CountAndAge));
    }

    [Fact]
    public async Task A_rule_takes_the_place_of_its_labels_and_others_stay()
    {
        await using Store store = await Store.CreateAsync();
        await store.Local.DoAsync(new AddPolicy("year", [new LabelRule(RetentionLabel.Daily, 7, null), new LabelRule(RetentionLabel.Weekly, 4, null)], PolicyDeletion.CountAndAge));

        Policy changed = await store.Local.DoAsync(new UpdatePolicy(
            "year", [new LabelRule(RetentionLabel.Daily, 14, 30), new LabelRule(RetentionLabel.Weekly, null, null), new LabelRule(RetentionLabel.Monthly, 12, 365)], Deletion: null));

        Assert.Equal(["Daily 14/30d", "Monthly 12/365d"], changed.Rules.Select(rule => $"{rule}"));
    }

    private static async Task<ConfigurationWorld> WorldAsync(params LabelRule[] rules)
    {
        ConfigurationWorld world = await ConfigurationWorld.CreateAsync("alice");
        await world.Local.DoAsync(new AddPolicy("year", rules, PolicyDeletion.CountAndAge));
        await world.SaveShopAsync($"{Text}policy: year\n");
        return world;
    }

    /// <summary>May back up and see, and no more.</summary>
    private static async Task<LocalClient> RunnerAsync(ConfigurationWorld world)
    {
        await world.Local.DoAsync(new Engine.Roles.CreateRole(
            "Runner", ["BACKUP", "VIEWER"], Engine.Access.ConnectorReach.Granted, Engine.Access.ProfileReach.Assigned, Engine.Access.AccountReach.ByConnector));
        LocalClient runner = await world.Store.SignInAsync("runner", ["Runner"], "web01");
        await world.Local.DoAsync(new GrantProfile(new UserReference("runner"), ConfigurationWorld.TeamA, null));
        return runner;
    }
}
