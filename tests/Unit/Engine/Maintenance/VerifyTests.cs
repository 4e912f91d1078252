using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Maintenance;
using BackupAccess.Engine.Operations;
using BackupAccess.Repository.Checking;

namespace BackupAccess.Engine.Tests.Maintenance;

/// <summary>Verifying backups and repositories: what is damaged is named, what is whole passes.</summary>
public sealed class VerifyTests
{
    private static readonly AccountReference s_alice = new("web01/alice");

    [Theory]
    [InlineData(0)]
    [InlineData(50)]
    [InlineData(100)]
    public async Task A_whole_backup_passes(double percent)
    {
        await using Store store = await Store.CreateAsync("alice");
        Backup backup = await store.Local.DoAsync(new BackupAccount(s_alice, []));

        VerifyResult one = await store.Local.DoAsync(new VerifyBackup(new BackupReference(backup), new VerifyDepth(percent)));
        VerifyResult all = await store.Local.DoAsync(new VerifyRepository(s_alice, new VerifyDepth(percent)));

        Assert.Equal((true, backup.Id, 0), (one.Passed, one.BackupId!.Value, one.FindingCount));
        Assert.Equal((true, "web01/alice", null), (all.Passed, all.Account, all.BackupId));
    }

    [Fact]
    public async Task Damaged_data_is_found_by_reading_it_and_named_by_its_file()
    {
        await using Store store = await Store.CreateAsync("alice");
        store.Write("alice", "mail/inbox", string.Concat(Enumerable.Range(0, 20_000)));
        Backup backup = await store.Local.DoAsync(new BackupAccount(s_alice, []));
        FlipLargestPack(store, backup);

        Assert.True((await store.Local.DoAsync(new VerifyBackup(new BackupReference(backup), VerifyDepth.Structure))).Passed);
        VerifyResult one = await store.Local.DoAsync(new VerifyBackup(new BackupReference(backup), VerifyDepth.Everything));
        VerifyResult all = await store.Local.DoAsync(new VerifyRepository(s_alice, VerifyDepth.Everything));

        Assert.False(one.Passed);
        Assert.Contains(one.Findings, finding => finding.Severity == FindingSeverity.Error && finding.Object.EndsWith("/mail/inbox", StringComparison.Ordinal));
        Assert.False(all.Passed);
        Assert.Contains(all.Findings, finding => finding.Object.Contains("pack", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_parts_of_the_data_together_are_all_of_it()
    {
        await using Store store = await Store.CreateAsync("alice");
        store.Write("alice", "mail/inbox", string.Concat(Enumerable.Range(0, 20_000)));
        Backup backup = await store.Local.DoAsync(new BackupAccount(s_alice, []));
        FlipLargestPack(store, backup);

        List<bool> one = [];
        List<bool> all = [];
        foreach (int part in Enumerable.Range(1, 3))
        {
            VerifyDepth depth = new(0, new PackSubset(part, 3));
            one.Add((await store.Local.DoAsync(new VerifyBackup(new BackupReference(backup), depth))).Passed);
            VerifyResult result = await store.Local.DoAsync(new VerifyRepository(s_alice, depth));
            Assert.Equal($"{part}/3", result.ReadDataSubset);
            all.Add(result.Passed);
        }

        Assert.Single(one, passed => !passed);
        Assert.Equal(one, all);
        await store.Local.RefusedAsync("InvalidValue", new VerifyRepository(s_alice, new VerifyDepth(10, new PackSubset(1, 3))));
    }

    [Fact]
    public async Task A_damaged_backup_does_not_fail_the_others_of_its_account()
    {
        await using Store store = await Store.CreateAsync("alice");
        Backup whole = await store.Local.DoAsync(new BackupAccount(s_alice, []));
        store.Write("alice", "mail/inbox", string.Concat(Enumerable.Range(0, 20_000)));
        Backup damaged = await store.Local.DoAsync(new BackupAccount(s_alice, []));
        FlipLargestPack(store, damaged);

        Assert.True((await store.Local.DoAsync(new VerifyBackup(new BackupReference(whole), VerifyDepth.Everything))).Passed);
        Assert.False((await store.Local.DoAsync(new VerifyBackup(new BackupReference(damaged), VerifyDepth.Everything))).Passed);
    }

    [Theory]
    [InlineData("index")]
    [InlineData("data")]
    [InlineData("snapshots")]
    [InlineData("config")]
    public async Task What_is_missing_fails_a_backup_and_its_repository(string part)
    {
        await using Store store = await Store.CreateAsync("alice");
        Backup backup = await store.Local.DoAsync(new BackupAccount(s_alice, []));
        string path = Path.Combine(RepositoryOf(store, backup), part);
        if (File.Exists(path))
        {
            File.Delete(path);
        }
        else
        {
            Directory.Delete(path, recursive: true);
        }

        Assert.False((await store.Local.DoAsync(new VerifyBackup(new BackupReference(backup), VerifyDepth.Everything))).Passed);
        Assert.False((await store.Local.DoAsync(new VerifyRepository(s_alice, VerifyDepth.Everything))).Passed);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(100.1)]
    [InlineData(double.NaN)]
    public async Task A_percentage_is_0_to_100(double percent)
    {
        await using Store store = await Store.CreateAsync("alice");

        await store.Local.RefusedAsync("InvalidValue", new VerifyRepository(s_alice, new VerifyDepth(percent)));
    }

    [Fact]
    public async Task An_account_without_backups_has_nothing_to_verify()
    {
        await using Store store = await Store.CreateAsync("alice");

        await store.Local.RefusedAsync("NotFound", new VerifyRepository(s_alice, VerifyDepth.Structure));
    }

    private static string RepositoryOf(Store store, Backup backup) => Path.Combine(store.StatePath, "repositories", backup.AccountId.ToString());

    private static void FlipLargestPack(Store store, Backup backup)
    {
        FileInfo pack = new DirectoryInfo(Path.Combine(RepositoryOf(store, backup), "data")).EnumerateFiles("*", SearchOption.AllDirectories).MaxBy(file => file.Length)!;
        File.SetUnixFileMode(pack.FullName, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        using FileStream file = pack.Open(FileMode.Open, FileAccess.ReadWrite);
        file.Position = pack.Length / 3;
        int value = file.ReadByte();
        file.Position--;
        file.WriteByte((byte)(value ^ 0xff));
    }
}
