using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Configurations;
using BackupAccess.Engine.Jobs;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Policies;
using BackupAccess.Engine.Profiles;
using BackupAccess.Engine.Sessions;

namespace BackupAccess.Engine.Tests.Configurations;

/// <summary>A store with the profile <c>team-a</c>, and short ways to say what tests say often.</summary>
internal sealed class ConfigurationWorld : IAsyncDisposable
{
    private ConfigurationWorld(Store store) => Store = store;

    public static ProfileReference TeamA { get; } = new("team-a");

    public static ConfigurationReference Shop { get; } = new("team-a/shop");

    public Store Store { get; }

    public LocalClient Local => Store.Local;

    /// <summary>The file of <c>team-a/shop</c>.</summary>
    public string ShopFile => FileOf("team-a/shop.yaml");

    public static async Task<ConfigurationWorld> CreateAsync(params string[] accounts)
    {
        ConfigurationWorld world = new(await Store.CreateAsync(accounts));
        await world.Local.DoAsync(new CreateProfile("team-a"));
        return world;
    }

    public string FileOf(string path) => Path.Combine(Store.StatePath, "profiles", path);

    public Task<Configuration> SaveShopAsync(string text) => Local.DoAsync(new CreateConfiguration(TeamA, "shop", text));

    public Task<Configuration> ChangeShopAsync(string text, PendingEdit edit = PendingEdit.Keep) => Local.DoAsync(new UpdateConfiguration(Shop, text, edit));

    public async Task<Configuration> ShopAsync() => Assert.Single(await Local.ListAsync(new ListConfigurations(["team-a/shop"], [])));

    public Task<BackupJob> RunShopAsync(RetentionLabel label = RetentionLabel.Daily) => Local.DoAsync(new RunConfiguration(Shop, label, Schedule: null));

    /// <summary>One field of what holds for <c>team-a/shop</c>, and whose text says so.</summary>
    public async Task<(string? Value, ConfigurationScope? Source)> EffectiveAsync(string field)
    {
        EffectiveValue value = (await Local.DoAsync(new GetEffectiveConfiguration(Shop))).Single(value => value.Field == field);
        return (value.Value, value.Source);
    }

    /// <summary>Backs an account up by <c>team-a/shop</c>.</summary>
    public Task<Backup> BackUpAsync(string account, RetentionLabel label = RetentionLabel.Daily) =>
        Local.DoAsync(new BackupAccount(new AccountReference(account), []) { Configuration = Shop, Label = label });

    public async Task<List<Backup>> BackupsAsync(string account) => await Local.ListAsync(new ListBackups([account], [], null, null, null, null, null));

    public async ValueTask DisposeAsync() => await Store.DisposeAsync();
}
