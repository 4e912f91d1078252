using System.Diagnostics;
using System.Text;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Tests.Backups;

/// <summary>An account's repository: damaged, lost, half made, and opened by a stock restic.</summary>
public sealed class RepositoryTests
{
    private static readonly AccountReference s_alice = new("web01/alice");

    [Theory]
    [InlineData("config")]
    [InlineData("keys")]
    [InlineData("index")]
    [InlineData("snapshots")]
    [InlineData("data")]
    public async Task A_damaged_repository_is_named_and_nothing_is_half_applied(string part)
    {
        await using Store store = await BackedUpAsync();
        string repository = Repository(store);
        foreach (string file in File.Exists(Path.Combine(repository, part)) ? [Path.Combine(repository, part)] : Directory.GetFiles(Path.Combine(repository, part), "*", SearchOption.AllDirectories))
        {
            Damage(file);
        }

        store.Write("alice", "public_html/index.php", "live");
        EngineException restore = await Assert.ThrowsAnyAsync<EngineException>(() => store.Local.DoAsync(new RestoreKeep(new RestoreSelection(s_alice, null, [], []))));

        Assert.Equal("RepositoryDamaged", restore.ErrorId);
        Assert.Contains("\"web01/alice\"", restore.Message, StringComparison.Ordinal);
        Assert.Equal("live", store.Read("alice", "public_html/index.php"));
        Assert.Single(await store.Local.ListAsync(new ListBackups([], [], null, null, null, null, null)));
    }

    [Fact]
    public async Task A_lost_repository_is_not_replaced_by_an_empty_one()
    {
        await using Store store = await BackedUpAsync();
        string repository = Repository(store);
        Directory.Delete(repository, recursive: true);

        await store.Local.RefusedAsync("RepositoryDamaged", new BackupAccount(s_alice, []));

        Assert.False(Directory.Exists(repository));
    }

    [Fact]
    public async Task A_creation_killed_between_key_and_config_is_begun_again()
    {
        await using Store store = await Store.CreateAsync("alice");
        string keys = Path.Combine(store.StatePath, "repositories", (await AliceAsync(store)).Id.ToString(), "keys");
        Directory.CreateDirectory(keys);
        string left = Path.Combine(keys, new string('a', 64));
        await File.WriteAllTextAsync(left, "{}");

        Backup backup = await store.Local.DoAsync(new BackupAccount(s_alice, []));

        Assert.False(backup.Partial);
        Assert.False(File.Exists(left));
        Assert.Single(Directory.GetFiles(keys));
    }

    [Fact]
    public async Task Each_account_has_a_repository_and_a_password_of_its_own()
    {
        await using Store store = await Store.CreateAsync("alice", "bob");
        await store.Local.DoAsync(new BackupAccount(s_alice, []));
        await store.Local.DoAsync(new BackupAccount(new AccountReference("bob"), []));

        ExportedKey alice = await store.Local.DoAsync(new ExportEncryptionKey(s_alice));
        ExportedKey bob = await store.Local.DoAsync(new ExportEncryptionKey(new AccountReference("bob")));

        Assert.NotEqual(alice.Repository, bob.Repository);
        Assert.False(alice.Password.Utf8.Span.SequenceEqual(bob.Password.Utf8.Span));
        Assert.Equal(64, alice.Password.CharCount);
    }

    [Fact]
    public async Task An_account_without_backups_has_no_password_to_export()
    {
        await using Store store = await Store.CreateAsync("alice");

        await store.Local.RefusedAsync("NotFound", new ExportEncryptionKey(s_alice));
    }

    [SkippableFact]
    public async Task The_exported_key_opens_the_repository_with_a_stock_restic_that_finds_no_fault()
    {
        Skip.IfNot(File.Exists("/usr/bin/restic"), "restic isn't installed here.");
        await using Store store = await BackedUpAsync();
        store.Write("alice", "second", "file");
        Backup backup = await store.Local.DoAsync(new BackupAccount(s_alice, []));
        ExportedKey key = await store.Local.DoAsync(new ExportEncryptionKey(s_alice));

        Assert.Contains("no errors were found", Restic(key, "check", "--read-data"), StringComparison.Ordinal);
        string snapshots = Restic(key, "snapshots", "--json");
        Assert.Contains($"\"backup={backup.Id}\"", snapshots, StringComparison.Ordinal);
        Assert.Contains("\"hostname\":\"web01\"", snapshots, StringComparison.Ordinal);
        Assert.Contains("\"username\":\"alice\"", snapshots, StringComparison.Ordinal);
        Assert.Equal("<?php // alice", Restic(key, "dump", backup.Snapshot, "/HomeDirectory/public_html/index.php"));
    }

    internal static string Restic(ExportedKey key, params string[] arguments)
    {
        ProcessStartInfo start = new("/usr/bin/restic", ["--no-cache", "--repo", key.Repository, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["RESTIC_PASSWORD"] = Encoding.UTF8.GetString(key.Password.Utf8.Span);
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, error.Result);
        return output;
    }

    private static async Task<Store> BackedUpAsync()
    {
        Store store = await Store.CreateAsync("alice");
        await store.Local.DoAsync(new BackupAccount(s_alice, []));
        store.Clock.Advance(TimeSpan.FromHours(1));
        return store;
    }

    private static string Repository(Store store) => Assert.Single(Directory.GetDirectories(Path.Combine(store.StatePath, "repositories")));

    private static async Task<Account> AliceAsync(Store store) =>
        Assert.Single(await store.Local.ListAsync(new ListAccounts([], [], [], AccountPresence.Live)));

    /// <summary>Turns one bit in the middle over.</summary>
    private static void Damage(string file)
    {
        byte[] content = File.ReadAllBytes(file);
        content[content.Length / 2] ^= 1;
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.WriteAllBytes(file, content);
    }
}
