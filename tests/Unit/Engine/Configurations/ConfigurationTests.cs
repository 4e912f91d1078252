using BackupAccess.Engine.Access;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Configurations;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Policies;
using BackupAccess.Engine.Profiles;
using BackupAccess.Engine.Roles;
using BackupAccess.Engine.Sessions;
using BackupAccess.Engine.Settings;
using BackupAccess.Engine.Users;

namespace BackupAccess.Engine.Tests.Configurations;

public sealed class ConfigurationTests
{
    private const string Text = "# ours\nconnector: web01\n";
    private const string Edited = "connector: web01\nitems: [HomeDirectory]\n";

    [Fact]
    public async Task What_is_saved_is_shown_in_a_file_that_is_its_owners_only()
    {
        await using ConfigurationWorld world = await ConfigurationWorld.CreateAsync("alice");

        Configuration saved = await world.SaveShopAsync(Text);

        Assert.Equal((Text, world.ShopFile), (await File.ReadAllTextAsync(saved.File), saved.File));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(saved.File));
        Assert.Equal(("local:tester", ConfigurationFileState.Saved, "web01"), ((await world.ShopAsync()).SavedBy, (await world.ShopAsync()).State, saved.Connector));
        await world.ChangeShopAsync(Edited);
        Assert.Equal(Edited, await File.ReadAllTextAsync(saved.File));
        await world.Local.DoAsync(new RemoveConfiguration(ConfigurationWorld.Shop, PendingEdit.Keep));
        Assert.False(File.Exists(saved.File));
    }

    [Fact]
    public async Task An_edit_by_hand_is_pending_until_it_is_imported_and_then_runs_as_the_importer()
    {
        await using ConfigurationWorld world = await ConfigurationWorld.CreateAsync("alice");
        await using LocalClient jane = await world.Store.SignInAsync("jane", ["Operator"], "web01");
        await world.Local.DoAsync(new GrantProfile(new UserReference("jane"), ConfigurationWorld.TeamA, null));
        await world.SaveShopAsync(Text);
        await File.WriteAllTextAsync(world.ShopFile, Edited);

        Configuration pending = await world.ShopAsync();
        Assert.Equal((ConfigurationFileState.Edited, Text, "local:tester"), (pending.State, pending.Text, pending.SavedBy));
        Assert.Equal("all", (await world.EffectiveAsync("items")).Value);
        Configuration imported = await jane.DoAsync(new ImportConfiguration(ConfigurationWorld.TeamA, "shop"));

        Assert.Equal((ConfigurationFileState.Saved, Edited, "jane"), (imported.State, imported.Text, imported.SavedBy));
        Assert.Equal("HomeDirectory", (await world.EffectiveAsync("items")).Value);
    }

    [Fact]
    public async Task Nothing_is_saved_over_an_edit_by_hand_unless_it_is_given_up()
    {
        await using ConfigurationWorld world = await ConfigurationWorld.CreateAsync("alice");
        await world.SaveShopAsync(Text);
        await File.WriteAllTextAsync(world.ShopFile, Edited);

        await world.Local.RefusedAsync("PendingEdit", new UpdateConfiguration(ConfigurationWorld.Shop, "", PendingEdit.Keep));
        await world.Local.RefusedAsync("PendingEdit", new RemoveConfiguration(ConfigurationWorld.Shop, PendingEdit.Keep));
        Assert.Equal(Edited, await File.ReadAllTextAsync(world.ShopFile));
        await world.ChangeShopAsync("", PendingEdit.Discard);

        Assert.Equal("", await File.ReadAllTextAsync(world.ShopFile));
    }

    [Fact]
    public async Task A_file_put_into_the_folder_is_listed_as_new_and_is_nothing_until_it_is_imported()
    {
        await using ConfigurationWorld world = await ConfigurationWorld.CreateAsync("alice");
        await File.WriteAllTextAsync(world.ShopFile, Text);
        await File.WriteAllTextAsync(world.FileOf("team-a/.hidden.yaml"), Text);

        Configuration found = await world.ShopAsync();

        Assert.Equal((ConfigurationFileState.New, (Guid?)null, (string?)null), (found.State, found.Id, found.SavedBy));
        Assert.Single(await world.Local.ListAsync(new ListConfigurations([], [])));
        await world.Local.RefusedAsync("NotFound", new GetEffectiveConfiguration(ConfigurationWorld.Shop));
        await world.Local.RefusedAsync("PendingEdit", new CreateConfiguration(ConfigurationWorld.TeamA, "SHOP", ""));
        await world.Local.DoAsync(new ImportConfiguration(ConfigurationWorld.TeamA, "shop"));
        Assert.Equal(ConfigurationFileState.Saved, (await world.ShopAsync()).State);
    }

    [Fact]
    public async Task A_file_removed_by_hand_changes_nothing_and_comes_back_with_the_next_save()
    {
        await using ConfigurationWorld world = await ConfigurationWorld.CreateAsync("alice");
        await world.SaveShopAsync(Text);
        File.Delete(world.ShopFile);

        Assert.Equal((ConfigurationFileState.Missing, Text), ((await world.ShopAsync()).State, (await world.ShopAsync()).Text));
        await world.Local.RefusedAsync("NotFound", new ImportConfiguration(ConfigurationWorld.TeamA, "shop"));
        await world.ChangeShopAsync(Text);

        Assert.Equal(Text, await File.ReadAllTextAsync(world.ShopFile));
    }

    // A profile's folder belongs to the engine's user, whose other programs may put anything there.
    [Fact]
    public async Task What_is_no_plain_file_of_text_is_neither_read_nor_written_through()
    {
        await using ConfigurationWorld world = await ConfigurationWorld.CreateAsync("alice");
        await world.SaveShopAsync(Text);
        string victim = Path.Combine(world.Store.Root, "victim");
        await File.WriteAllTextAsync(victim, "precious");
        File.Delete(world.ShopFile);
        File.CreateSymbolicLink(world.ShopFile, victim);
        await File.WriteAllBytesAsync(world.FileOf("team-a/torn.yaml"), [0xff, 0xfe, 0x00]);
        await File.WriteAllBytesAsync(world.FileOf("team-a/long.yaml"), new byte[ConfigurationFiles.MaxBytes + 1]);

        Assert.Equal(
            [ConfigurationFileState.Unreadable, ConfigurationFileState.Unreadable, ConfigurationFileState.Unreadable],
            (await world.Local.ListAsync(new ListConfigurations([], []))).Select(one => one.State));
        await world.Local.RefusedAsync("StateUnavailable", new ImportConfiguration(ConfigurationWorld.TeamA, "torn"));
        await world.Local.RefusedAsync("StateUnavailable", new ImportConfiguration(ConfigurationWorld.TeamA, "long"));
        await world.Local.RefusedAsync("StateUnavailable", new ImportConfiguration(ConfigurationWorld.TeamA, "shop"));
        await world.ChangeShopAsync(Edited);

        Assert.Equal("precious", await File.ReadAllTextAsync(victim));
    }

    [Fact]
    public async Task A_crash_between_the_change_and_its_file_is_made_good_by_the_next_change()
    {
        await using ConfigurationWorld world = await ConfigurationWorld.CreateAsync("alice");
        await world.SaveShopAsync(Text);
        using (BackupAccess.Engine.State.StateTransaction transaction = world.Store.Database.BeginImmediate())
        {
            transaction.Execute("UPDATE configuration SET text = @Edited, revision = revision + 1", new { Edited });
            transaction.Commit();
        }

        Assert.Equal(ConfigurationFileState.Saved, (await world.ShopAsync()).State);
        await world.Local.DoAsync(new CreateProfile("team-b"));

        Assert.Equal(Edited, await File.ReadAllTextAsync(world.ShopFile));
    }

    [Fact]
    public async Task What_a_configuration_leaves_out_its_profile_says_and_then_the_global_text()
    {
        await using ConfigurationWorld world = await ConfigurationWorld.CreateAsync("alice");
        await world.Local.DoAsync(new AddPolicy("long", [], PolicyDeletion.Never));
        await world.Local.DoAsync(new AddPolicy("short", [], PolicyDeletion.Never));
        await world.SaveShopAsync("connector: web01\n");
        await world.Local.DoAsync(new UpdateGlobalConfiguration(null, "policy: long\nexcludes: [\"*.tmp\"]\nplugin: db\n", PendingEdit.Keep));
        Assert.Equal(("long", ConfigurationScope.Global), await world.EffectiveAsync("policy"));

        await world.Local.DoAsync(new UpdateGlobalConfiguration(ConfigurationWorld.TeamA, "policy: short\n", PendingEdit.Keep));
        Assert.Equal(("short", ConfigurationScope.Profile), await world.EffectiveAsync("policy"));
        Assert.Equal(("*.tmp", ConfigurationScope.Global), await world.EffectiveAsync("excludes"));

        await world.ChangeShopAsync("connector: web01\npolicy: null\nexcludes: []\n");
        Assert.Equal((null, ConfigurationScope.Configuration), await world.EffectiveAsync("policy"));
        Assert.Equal((null, ConfigurationScope.Configuration), await world.EffectiveAsync("excludes"));
        Assert.Equal(("db", ConfigurationScope.Global), await world.EffectiveAsync("plugin"));
        Assert.Equal(("all", (ConfigurationScope?)null), await world.EffectiveAsync("items"));
        Assert.Equal("policy: short\n", await File.ReadAllTextAsync(world.FileOf("team-a/_profile.yaml")));
        Assert.True(File.Exists(world.FileOf("_global.yaml")));
    }

    [Fact]
    public async Task A_global_text_edited_by_hand_is_taken_in_like_any_other()
    {
        await using ConfigurationWorld world = await ConfigurationWorld.CreateAsync("alice");
        await world.SaveShopAsync("connector: web01\n");
        await File.WriteAllTextAsync(world.FileOf("team-a/_profile.yaml"), "plugin: db\n");

        Assert.Equal((null, (ConfigurationScope?)null), await world.EffectiveAsync("plugin"));
        await world.Local.RefusedAsync("PendingEdit", new UpdateGlobalConfiguration(ConfigurationWorld.TeamA, "", PendingEdit.Keep));
        await world.Local.DoAsync(new UpdateGlobalConfiguration(ConfigurationWorld.TeamA, Text: null, PendingEdit.Keep));

        Assert.Equal(("db", ConfigurationScope.Profile), await world.EffectiveAsync("plugin"));
    }

    [Fact]
    public async Task A_profile_goes_with_its_configurations_and_stays_while_a_file_in_it_is_not_saved()
    {
        await using ConfigurationWorld world = await ConfigurationWorld.CreateAsync("alice");
        await world.SaveShopAsync(Text);
        await File.WriteAllTextAsync(world.ShopFile, Edited);

        await world.Local.RefusedAsync("ProfileNotEmpty", new RemoveProfile(ConfigurationWorld.TeamA));
        await world.Local.DoAsync(new ImportConfiguration(ConfigurationWorld.TeamA, "shop"));
        await world.Local.DoAsync(new RemoveProfile(ConfigurationWorld.TeamA));

        Assert.False(Directory.Exists(world.FileOf("team-a")));
        Assert.Empty(await world.Local.ListAsync(new ListConfigurations([], [])));
        await world.Local.DoAsync(new CreateProfile("team-a"));
        await world.Local.RefusedAsync("NotFound", new GetEffectiveConfiguration(ConfigurationWorld.Shop));
    }

    [Fact]
    public async Task What_the_saver_does_not_know_can_not_be_named()
    {
        await using ConfigurationWorld world = await ConfigurationWorld.CreateAsync("alice");
        await world.Local.DoAsync(new CreateRole("Writer", ["CONFIGURATION"], ConnectorReach.None, ProfileReach.Assigned, AccountReach.None));
        await world.Local.DoAsync(new AddPolicy("secret", [], PolicyDeletion.Never));
        await using LocalClient writer = await world.Store.SignInAsync("writer", ["Writer"]);
        await world.Local.DoAsync(new GrantProfile(new UserReference("writer"), ConfigurationWorld.TeamA, null));

        EngineException named = await writer.RefusedAsync("InvalidDocument", new CreateConfiguration(ConfigurationWorld.TeamA, "shop", "policy: secret\n"));
        EngineException missing = await writer.RefusedAsync("InvalidDocument", new CreateConfiguration(ConfigurationWorld.TeamA, "shop", "policy: absent\n"));

        Assert.Equal(missing.Message.Replace("absent", "secret", StringComparison.Ordinal), named.Message);
        await writer.RefusedAsync("InvalidDocument", new CreateConfiguration(ConfigurationWorld.TeamA, "shop", "connector: web01\n"));
    }

    [Fact]
    public async Task Backups_on_demand_are_taken_by_the_configuration_that_the_setting_names()
    {
        await using ConfigurationWorld world = await ConfigurationWorld.CreateAsync("alice");
        world.Store.Write("alice", "junk.tmp", "x");
        await world.SaveShopAsync("connector: web01\naccounts: { names: [nobody] }\nexcludes: [\"*.tmp\"]\n");
        await world.Local.RefusedAsync("NotFound", new UpdateSetting("onDemand.configuration", ["team-a/absent"]));
        await world.Local.DoAsync(new UpdateSetting("onDemand.configuration", ["team-a/shop"]));

        Backup backup = await world.Local.DoAsync(new BackupAccount(new AccountReference("alice"), []));

        Assert.Equal((BackupKind.OnDemand, (string?)null, 1), (backup.Kind, backup.Configuration, backup.Files));
        await world.Local.RefusedAsync("ConfigurationInUse", new RemoveConfiguration(ConfigurationWorld.Shop, PendingEdit.Keep));
        await world.Local.RefusedAsync("ConfigurationInUse", new RemoveProfile(ConfigurationWorld.TeamA));
    }
}
