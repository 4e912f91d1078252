using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Tests.Sources;

/// <summary>Crontabs of accounts made for the test. Needs root, useradd and crontab.</summary>
public sealed class CronTests : IAsyncLifetime
{
    private const string Jobs = "# mine\n5 4 * * * /bin/true\n";
    private const string Others = "1 1 1 1 1 /bin/false\n";

    private static readonly bool s_can = LinuxScene.IsPossible && File.Exists("/usr/bin/crontab");

    private LinuxScene _scene = null!;

    public async Task InitializeAsync() => _scene = await LinuxScene.CreateAsync();

    public async Task DisposeAsync() => await _scene.DisposeAsync();

    [SkippableFact]
    public async Task A_crontab_that_was_lost_comes_back()
    {
        Skip.IfNot(s_can, LinuxScene.Reason);
        (AccountReference account, string user) = await AddAsync();
        SetJobs(user, Jobs);
        Backup backup = await _scene.Store.Local.DoAsync(new BackupAccount(account, []));
        LinuxScene.Run("/usr/bin/crontab", "-u", user, "-r");

        RestoreResult result = await _scene.RestoreAsync(backup, RestoreConflict.Keep, BackupItem.CronJobs);

        Assert.Equal((1, 0, 0), (result.Files, result.Kept, result.ProblemCount));
        Assert.Equal(Jobs, JobsOf(user));
        Assert.False(backup.Partial);
        Assert.Contains(BackupItem.CronJobs, backup.Items);
    }

    [SkippableFact]
    public async Task A_live_crontab_is_replaced_or_stays_or_gets_the_other_beside_it_in_the_home()
    {
        Skip.IfNot(s_can, LinuxScene.Reason);
        (AccountReference account, string user) = await AddAsync();
        SetJobs(user, Jobs);
        Backup backup = await _scene.Store.Local.DoAsync(new BackupAccount(account, []));
        SetJobs(user, Others);

        RestoreResult kept = await _scene.RestoreAsync(backup, RestoreConflict.Keep, BackupItem.CronJobs);
        RestoreResult renamed = await _scene.RestoreAsync(backup, RestoreConflict.Rename, BackupItem.CronJobs);
        string beside = JobsOf(user);
        await _scene.RestoreAsync(backup, RestoreConflict.Overwrite, BackupItem.CronJobs);

        Assert.Equal((0, 1), (kept.Files, kept.Kept));
        Assert.Equal((1, 0), (renamed.Files, renamed.ProblemCount));
        Assert.Equal(Others, beside);
        Assert.Equal(Jobs, await File.ReadAllTextAsync(Path.Combine(_scene.HomeOf(user), "crontab")));
        Assert.Equal($"{user} 600", LinuxScene.Run("/usr/bin/stat", "-c", "%U %a", Path.Combine(_scene.HomeOf(user), "crontab")));
        Assert.Equal(Jobs, JobsOf(user));
    }

    [SkippableFact]
    public async Task An_account_without_a_crontab_has_no_such_item_and_asked_for_nothing_else_there_is_nothing_to_back_up()
    {
        Skip.IfNot(s_can, LinuxScene.Reason);
        (AccountReference account, _) = await AddAsync();

        Backup backup = await _scene.Store.Local.DoAsync(new BackupAccount(account, [BackupItem.HomeDirectory, BackupItem.CronJobs]));

        Assert.Equal([BackupItem.HomeDirectory], backup.Items);
        Assert.False(backup.Partial);
        await _scene.Store.Local.RefusedAsync("NotFound", new BackupAccount(account, [BackupItem.CronJobs]));
        await _scene.Store.Local.RefusedAsync("NotFound", new RestoreOverwrite(new RestoreSelection(account, null, [BackupItem.CronJobs], [])));
    }

    [SkippableFact]
    public async Task A_crontab_that_is_a_link_or_anothers_is_not_read_and_the_rest_is_backed_up()
    {
        Skip.IfNot(s_can, LinuxScene.Reason);
        (AccountReference linked, string user) = await AddAsync();
        (AccountReference foreign, string other) = await AddAsync();
        File.CreateSymbolicLink($"/var/spool/cron/crontabs/{user}", "/etc/shadow");
        SetJobs(other, Others);
        LinuxScene.Run("/bin/chown", "root", $"/var/spool/cron/crontabs/{other}");

        Backup throughLink = await _scene.Store.Local.DoAsync(new BackupAccount(linked, [BackupItem.HomeDirectory, BackupItem.CronJobs]));
        Backup ofAnother = await _scene.Store.Local.DoAsync(new BackupAccount(foreign, [BackupItem.HomeDirectory, BackupItem.CronJobs]));

        Assert.Equal([BackupItem.HomeDirectory], throughLink.Items);
        Assert.StartsWith("CronJobs: The crontab of", Assert.Single(throughLink.Problems), StringComparison.Ordinal);
        Assert.Contains("belongs to the user id 0", Assert.Single(ofAnother.Problems), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task What_crontab_refuses_is_a_problem_in_its_own_words()
    {
        Skip.IfNot(s_can, LinuxScene.Reason);
        (AccountReference account, string user) = await AddAsync();
        SetJobs(user, Jobs);
        await File.WriteAllTextAsync($"/var/spool/cron/crontabs/{user}", "no such time\n");
        Backup backup = await _scene.Store.Local.DoAsync(new BackupAccount(account, []));
        await File.WriteAllTextAsync($"/var/spool/cron/crontabs/{user}", Others);

        RestoreResult result = await _scene.RestoreAsync(backup, RestoreConflict.Overwrite, BackupItem.HomeDirectory, BackupItem.CronJobs);

        Assert.Contains("bad minute", Assert.Single(result.Problems), StringComparison.Ordinal);
        Assert.Equal(Others, JobsOf(user));
    }

    [SkippableFact]
    public async Task Items_are_listed_browsed_and_restored_into_folders_of_their_own()
    {
        Skip.IfNot(s_can, LinuxScene.Reason);
        (AccountReference account, string user) = await AddAsync();
        SetJobs(user, Jobs);
        await File.WriteAllTextAsync(Path.Combine(_scene.HomeOf(user), "notes"), "mine");
        Backup backup = await _scene.Store.Local.DoAsync(new BackupAccount(account, []));
        BackupReference reference = new(backup);
        string folder = Path.Combine(_scene.Store.Root, "out");

        IReadOnlyList<BackupItemEntry> items = await _scene.Store.Local.DoAsync(new ListBackupItems(reference));
        BackupFileEntry file = Assert.Single(await _scene.Store.Local.ListAsync(new ListBackupFiles(reference, BackupItem.CronJobs, "", BrowseDepth.Children)));
        await _scene.Store.Local.DoAsync(new RestoreToFolder(new RestoreSelection(null, reference, [], []), folder, RestoreConflict.Overwrite));
        await _scene.Store.Local.DoAsync(new RestoreToFolder(new RestoreSelection(null, reference, [BackupItem.CronJobs], ["crontab"]), folder + "2", RestoreConflict.Overwrite));
        await _scene.Store.Local.DoAsync(new RestoreToFolder(new RestoreSelection(null, reference, [BackupItem.HomeDirectory], []), folder + "3", RestoreConflict.Overwrite));

        Assert.Equal((1, Jobs.Length), items.Where(item => item.Item == BackupItem.CronJobs).Select(item => (item.Files, item.Size)).Single());
        Assert.Equal((backup.Files, backup.Size), (items.Sum(item => item.Files), items.Sum(item => item.Size)));
        Assert.Equal(("crontab", Jobs.Length, "rw-------"), (file.Path, file.Size, file.Mode));
        Assert.Equal(Jobs, await File.ReadAllTextAsync(Path.Combine(folder, "CronJobs", "crontab")));
        Assert.Equal("mine", await File.ReadAllTextAsync(Path.Combine(folder, "HomeDirectory", "notes")));
        Assert.Equal(Jobs, await File.ReadAllTextAsync(Path.Combine(folder + "2", "CronJobs", "crontab")));
        Assert.Equal("mine", await File.ReadAllTextAsync(Path.Combine(folder + "3", "notes")));
    }

    [SkippableFact]
    public async Task A_backup_of_some_items_is_no_parent_of_the_home_and_the_catalogue_rebuilt_tells_the_same_items()
    {
        Skip.IfNot(s_can, LinuxScene.Reason);
        (AccountReference account, string user) = await AddAsync();
        SetJobs(user, Jobs);
        Backup whole = await _scene.Store.Local.DoAsync(new BackupAccount(account, []));
        await _scene.Store.Local.DoAsync(new BackupAccount(account, [BackupItem.CronJobs]));
        IReadOnlyList<BackupItemEntry> before = await _scene.Store.Local.DoAsync(new ListBackupItems(new BackupReference(whole)));

        Backup again = await _scene.Store.Local.DoAsync(new BackupAccount(account, []));
        using (Engine.State.StateTransaction transaction = _scene.Store.Database.BeginImmediate())
        {
            BackupStore.Delete(transaction, whole.Id);
            transaction.Commit();
        }

        await _scene.Store.Local.DoAsync(new Engine.Catalogue.RebuildCatalogue(account, WorkMode.Apply));
        Assert.Equal(before, await _scene.Store.Local.DoAsync(new ListBackupItems(new BackupReference(whole))));
        Assert.Equal(whole.Items, again.Items);
    }

    private async Task<(AccountReference Account, string User)> AddAsync()
    {
        AccountReference account = await _scene.AddAsync();
        return (account, account.Text["linux/".Length..]);
    }

    private static void SetJobs(string user, string jobs) => LinuxScene.RunWith(jobs, "/usr/bin/crontab", "-u", user, "-");

    private static string JobsOf(string user) => LinuxScene.Run("/usr/bin/crontab", "-u", user, "-l") + "\n";
}
