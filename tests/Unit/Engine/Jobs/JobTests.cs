using BackupAccess.Engine.Access;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Configurations;
using BackupAccess.Engine.Jobs;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Policies;
using BackupAccess.Engine.Profiles;
using BackupAccess.Engine.Roles;
using BackupAccess.Engine.Sessions;
using BackupAccess.Engine.Tags;
using BackupAccess.Engine.Tasks;
using BackupAccess.Engine.Tests.Configurations;
using BackupAccess.Engine.Users;

namespace BackupAccess.Engine.Tests.Jobs;

public sealed class JobTests
{
    [Fact]
    public async Task A_job_backs_up_what_the_configuration_selects_and_tells_what_it_left_out()
    {
        await using ConfigurationWorld world = await ConfigurationWorld.CreateAsync("alice", "bob", "shop-a", "shop-b");
        await world.SaveShopAsync("connector: web01\naccounts: { names: [alice, \"shop-*\", carol] }\n");

        BackupJob job = await world.RunShopAsync(RetentionLabel.Weekly);

        Assert.Equal((JobState.Running, 3, RetentionLabel.Weekly), (job.State, job.Tasks.Count, job.Label));
        Assert.Equal(["web01/carol: there is no such account"], job.Skipped);
        await world.Local.WorkQueueAsync(ended: null, default);
        job = Assert.Single(await world.Local.ListAsync(new ListJobs([], ["shop"], [], Since: null)));
        Assert.Equal((JobState.Partial, 3, 0), (job.State, job.Completed, job.Failed));
        List<Backup> made = await world.BackupsAsync("*");
        Assert.Equal(["web01/alice", "web01/shop-a", "web01/shop-b"], made.Select(backup => backup.Account).Order());
        Assert.All(made, backup => Assert.Equal((BackupKind.Scheduled, "team-a/shop", RetentionLabel.Weekly), (backup.Kind, backup.Configuration, backup.Label!.Value)));
    }

    [Theory]
    [InlineData("accounts: { tags: [gold] }", "alice")]
    [InlineData("accounts: { owners: [\"own*\"] }", "bob")]
    [InlineData("accounts: { tags: [gold], owners: [owner] }", "")]
    [InlineData("accounts: { names: [] }", "")]
    [InlineData("accounts: {}", "alice bob carol")]
    [InlineData("", "alice bob carol")]
    [InlineData("accounts: { names: [\"?ob\", ALICE] }", "bob")]
    public async Task Accounts_are_selected_by_all_the_lists_that_are_given(string accounts, string selected)
    {
        await using ConfigurationWorld world = await ConfigurationWorld.CreateAsync("alice", "bob", "carol");
        await world.Local.DoAsync(new CreateTag("gold", null));
        await world.Local.DoAsync(new AddAccountTag(new AccountReference("alice"), "gold"));
        await world.Local.DoAsync(new CreateUser("owner", [], ConsoleAccess.Off, null, null));
        await world.Local.DoAsync(new SetAccountOwner(new AccountReference("bob"), new UserReference("owner")));
        await world.SaveShopAsync($"connector: web01\n{accounts}\n");

        await world.RunShopAsync();

        Assert.Equal(selected, string.Join(' ', (await world.Local.ListAsync(new ListTasks([], [], [], [], [], null))).Select(task => task.Account["web01/".Length..]).Order()));
    }

    [Fact]
    public async Task A_run_reaches_what_who_runs_it_may_and_names_nothing_else()
    {
        await using ConfigurationWorld world = await ConfigurationWorld.CreateAsync("alice");
        await world.SaveShopAsync("connector: web01\naccounts: { names: [alice, \"*\"] }\n");
        await using LocalClient seeing = await RunnerAsync(world, "seeing", ["VIEWER"]);
        await using LocalClient blind = await RunnerAsync(world, "blind", []);

        BackupJob refused = await seeing.DoAsync(new RunConfiguration(ConfigurationWorld.Shop, RetentionLabel.Daily, null));

        Assert.Equal((JobState.Failed, "web01/alice: \"seeing\" may not back it up"), (refused.State, Assert.Single(refused.Skipped)));
        await blind.RefusedAsync("NotFound", new RunConfiguration(ConfigurationWorld.Shop, RetentionLabel.Daily, null));
        Assert.Empty(await world.Local.ListAsync(new ListTasks([], [], [], [], [], null)));
    }

    [Fact]
    public async Task An_account_whose_backup_by_the_configuration_has_not_ended_is_left_out_of_the_next_run()
    {
        await using ConfigurationWorld world = await ConfigurationWorld.CreateAsync("alice");
        await world.SaveShopAsync("connector: web01\n");
        await world.RunShopAsync();

        BackupJob second = await world.RunShopAsync();

        Assert.Equal(["web01/alice: its backup of before hasn't ended"], second.Skipped);
        await world.Local.WorkQueueAsync(ended: null, default);
        Assert.Empty((await world.RunShopAsync()).Skipped);
    }

    [Fact]
    public async Task Jobs_tasks_and_backups_by_another_profiles_configuration_are_not_ones_own_to_see_or_start()
    {
        await using ConfigurationWorld world = await ConfigurationWorld.CreateAsync("alice");
        await world.SaveShopAsync("connector: web01\n");
        await using LocalClient jane = await world.Store.SignInAsync("jane", ["Operator"], "web01");
        BackupJob job = await world.RunShopAsync();

        Assert.Empty(await jane.ListAsync(new ListJobs([], [], [], Since: null)));
        Assert.Empty(await jane.ListAsync(new ListTasks([], [], [], [], [], null)));
        await jane.RefusedAsync("NotFound", new StopTask(new TaskReference(job.Tasks[0])));
        await jane.RefusedAsync("NotFound", new RunConfiguration(ConfigurationWorld.Shop, RetentionLabel.Daily, null));
        await jane.RefusedAsync("NotFound", new BackupAccount(new AccountReference("alice"), []) { Configuration = ConfigurationWorld.Shop });

        await world.Local.DoAsync(new GrantProfile(new UserReference("jane"), ConfigurationWorld.TeamA, null));
        Assert.Equal(job.Id, Assert.Single(await jane.ListAsync(new ListJobs([], [], [], Since: null))).Id);
        Assert.Equal(("team-a/shop", job.Id), Assert.Single((await jane.ListAsync(new ListTasks([], [], [], [], [], null))).Select(task => (task.Configuration, task.JobId!.Value))));
    }

    [Fact]
    public async Task One_role_has_to_reach_both_the_account_and_the_profile()
    {
        await using ConfigurationWorld world = await ConfigurationWorld.CreateAsync("alice");
        await world.SaveShopAsync("connector: web01\n");
        await world.Local.DoAsync(new CreateRole("Accounts", ["BACKUP", "VIEWER"], ConnectorReach.All, ProfileReach.None, AccountReach.All));
        await world.Local.DoAsync(new CreateRole("Profiles", ["BACKUP", "VIEWER"], ConnectorReach.None, ProfileReach.All, AccountReach.None));
        await using LocalClient jane = await world.Store.SignInAsync("jane", ["Accounts", "Profiles"]);

        BackupJob job = await jane.DoAsync(new RunConfiguration(ConfigurationWorld.Shop, RetentionLabel.Daily, null));

        Assert.Equal("web01/alice: \"jane\" may not back it up", Assert.Single(job.Skipped));
        await jane.RefusedAsync("AccessDenied", new BackupAccount(new AccountReference("alice"), []) { Configuration = ConfigurationWorld.Shop });
    }

    [Fact]
    public async Task A_task_whose_asker_lost_the_profile_meanwhile_is_refused()
    {
        await using ConfigurationWorld world = await ConfigurationWorld.CreateAsync("alice");
        await world.SaveShopAsync("connector: web01\n");
        await using LocalClient jane = await world.Store.SignInAsync("jane", ["Operator"], "web01");
        await world.Local.DoAsync(new GrantProfile(new UserReference("jane"), ConfigurationWorld.TeamA, null));
        BackupJob job = await jane.DoAsync(new RunConfiguration(ConfigurationWorld.Shop, RetentionLabel.Daily, null));
        await world.Local.DoAsync(new RevokeProfile(new UserReference("jane"), ConfigurationWorld.TeamA));

        await world.Local.WorkQueueAsync(ended: null, default);

        Assert.Equal((1, 0), ((await world.Local.ListAsync(new ListJobs([$"{job.Id}"], [], [], null)))[0].Failed, (await world.BackupsAsync("alice")).Count));
    }

    // It would do, as who asked before, what another has written since.
    [Fact]
    public async Task A_task_whose_configuration_was_saved_anew_meanwhile_is_not_done()
    {
        await using ConfigurationWorld world = await ConfigurationWorld.CreateAsync("alice");
        await world.SaveShopAsync("connector: web01\n");
        BackupJob job = await world.RunShopAsync();
        world.Store.Clock.Advance(TimeSpan.FromSeconds(1));
        await world.ChangeShopAsync("connector: web01\nexcludes: [\"*\"]\n");

        await world.Local.WorkQueueAsync(ended: null, default);

        WorkTask task = Assert.Single(await world.Local.ListAsync(new ListTasks([$"{job.Tasks[0]}"], [], [], [], [], null)));
        Assert.Equal((TaskState.Failed, "ConfigurationChanged"), (task.State, task.ErrorId));
        Assert.Empty(await world.BackupsAsync("alice"));
    }

    [Fact]
    public async Task A_configuration_without_a_connector_can_not_be_run()
    {
        await using ConfigurationWorld world = await ConfigurationWorld.CreateAsync("alice");
        await world.SaveShopAsync("");

        await world.Local.RefusedAsync("ConfigurationIncomplete", new RunConfiguration(ConfigurationWorld.Shop, RetentionLabel.Daily, null));
        await world.Local.DoAsync(new UpdateGlobalConfiguration(ConfigurationWorld.TeamA, "connector: web01\n", PendingEdit.Keep));

        Assert.Single((await world.RunShopAsync()).Tasks);
    }

    private static async Task<LocalClient> RunnerAsync(ConfigurationWorld world, string name, string[] seeing)
    {
        await world.Local.DoAsync(new CreateRole($"{name}-profile", ["BACKUP"], ConnectorReach.None, ProfileReach.All, AccountReach.None));
        await world.Local.DoAsync(new CreateRole($"{name}-account", seeing, ConnectorReach.All, ProfileReach.None, AccountReach.All));
        return await world.Store.SignInAsync(name, [$"{name}-profile", $"{name}-account"]);
    }
}
