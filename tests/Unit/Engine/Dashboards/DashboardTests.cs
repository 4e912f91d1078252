using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Connectors;
using BackupAccess.Engine.Dashboards;
using BackupAccess.Engine.Sessions;

namespace BackupAccess.Engine.Tests.Dashboards;

public sealed class DashboardTests : IAsyncLifetime
{
    private Store _store = null!;

    public async Task InitializeAsync()
    {
        _store = await Store.CreateAsync("alice", "bob", "carol");
        await _store.AddConnectorAsync("web02", Path.Combine(_store.Root, "others"), ConnectorOrigin.New, "dave");
    }

    public async Task DisposeAsync() => await _store.DisposeAsync();

    [Fact]
    public async Task An_account_is_protected_whose_newest_backup_is_young_enough()
    {
        await BackUpAsync("web01/alice");
        _store.Clock.Advance(TimeSpan.FromMinutes(1));
        await BackUpAsync("web01/bob");
        _store.Clock.Advance(TimeSpan.FromDays(5) - TimeSpan.FromMinutes(1));
        await BackUpAsync("web01/bob");

        Dashboard week = await _store.Local.DoAsync(new GetDashboard([], Days: 7));
        Dashboard days = await _store.Local.DoAsync(new GetDashboard([], Days: 4));

        Assert.Equal((4, 2), (week.Accounts, week.Protected));
        Assert.Equal(["web01/carol", "web02/dave"], week.Unprotected.Select(account => account.Account));
        Assert.Equal(["web01/carol", "web02/dave", "web01/alice"], days.Unprotected.Select(account => account.Account));
        Assert.Equal(["web01/bob", "web01/bob", "web01/alice"], week.Last.Select(backup => backup.Account));
        Assert.Equal(3, week.Backups);
        Assert.Equal(week.Last.Take(1).Concat(week.Last.Skip(2)).Sum(backup => backup.Size), week.Size);
        Assert.Equal(week.Last.Sum(backup => backup.Added), week.Added);
    }

    [Fact]
    public async Task What_failed_is_told_as_long_as_the_days_reach_and_each_day_is_counted()
    {
        Directory.Delete(Path.Combine(_store.AccountsPath, "alice"), recursive: true);
        await _store.Local.RefusedAsync("SourceUnavailable", new BackupAccount(new AccountReference("web01/alice"), []));
        _store.Clock.Advance(TimeSpan.FromDays(2));
        await BackUpAsync("web01/bob");

        Dashboard dashboard = await _store.Local.DoAsync(new GetDashboard([], Days: 7));

        Assert.Equal("web01/alice", Assert.Single(dashboard.Failed).Account);
        Assert.Empty((await _store.Local.DoAsync(new GetDashboard([], Days: 1))).Failed);
        Assert.Equal(30, dashboard.History.Count);
        Assert.Equal([1], dashboard.History.Where(day => day.Backups > 0).Select(day => day.Backups));
        Assert.Equal(1, dashboard.History[^1].Backups);
    }

    [Fact]
    public async Task Nobody_is_told_of_an_account_out_of_reach()
    {
        foreach (string account in new[] { "web01/alice", "web02/dave" })
        {
            await BackUpAsync(account);
        }

        await using LocalClient viewer = await _store.SignInAsync("viewer", ["Viewer"], ["web02"]);
        Dashboard dashboard = await viewer.DoAsync(new GetDashboard([], Days: 7));

        Assert.Equal((1, 1, 1L), (dashboard.Accounts, dashboard.Protected, dashboard.Backups));
        Assert.Equal(["web02/dave"], dashboard.Last.Select(backup => backup.Account));
        Assert.Equal(["web02/dave"], dashboard.Largest.Select(account => account.Account));
        Assert.Equal(1, dashboard.History.Sum(day => day.Backups));
        Assert.Equal(0, (await viewer.DoAsync(new GetDashboard(["web01"], Days: 7))).Accounts);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4000)]
    public async Task Days_are_a_number_that_makes_sense(int days) => await _store.Local.RefusedAsync("InvalidValue", new GetDashboard([], days));

    private Task<Backup> BackUpAsync(string account) => _store.Local.DoAsync(new BackupAccount(new AccountReference(account), []));
}
