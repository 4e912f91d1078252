using System.Security.Cryptography;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Audit;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Conditions;
using BackupAccess.Engine.Connectors;
using BackupAccess.Engine.Downloads;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Sessions;
using BackupAccess.Engine.Settings;
using BackupAccess.Engine.Users;

namespace BackupAccess.Engine.Tests.Downloads;

/// <summary>Downloads through the door: who gets them, for how long and how often.</summary>
public sealed class DownloadTests
{
    private static readonly AccountReference s_alice = new("web01/alice");

    [Fact]
    public async Task A_download_is_made_listed_and_handed_out_as_it_was_hashed()
    {
        await using Store store = await BackedUpAsync();

        Download made = await MakeAsync(store.Local);

        Assert.Equal(("web01/alice", "local:tester", 3L, 0L), (made.Account, made.CreatedBy, made.Entries, made.ProblemCount));
        Assert.Equal(store.Clock.GetUtcNow() + TimeSpan.FromHours(72), made.Expires);
        Assert.Matches("^web01-alice-20260301-1200-[0-9a-f]{6}.tar.gz$", made.FileName);
        Download listed = Assert.Single(await store.Local.ListAsync(new ListDownloads([], ["alice"], [])));
        Assert.Equal(made.Sha256, listed.Sha256);
        byte[] content = await FetchAsync(store.Local, made, 0);
        Assert.Equal((made.Size, made.Sha256), (content.LongLength, Convert.ToHexStringLower(SHA256.HashData(content))));
    }

    [Fact]
    public async Task Its_file_is_its_owners_alone()
    {
        await using Store store = await BackedUpAsync();
        await MakeAsync(store.Local);

        string folder = Path.Combine(store.StatePath, "downloads");
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Assert.Single(Directory.GetFiles(folder))));
    }

    [Fact]
    public async Task An_owner_of_another_account_never_learns_of_it()
    {
        await using Store store = await BackedUpAsync("bob");
        LocalClient alice = await OwnerAsync(store, "web01/alice");
        LocalClient bob = await OwnerAsync(store, "web01/bob");
        Download made = await MakeAsync(alice);

        await bob.RefusedAsync("NotFound", new FetchDownload(new DownloadReference(made), 0));
        await bob.RefusedAsync("NotFound", new RemoveDownload(new DownloadReference(made.Id)));
        await bob.RefusedAsync("NotFound", new CreateDownload(new RestoreSelection(null, new BackupReference(made.BackupId), [], []), DownloadFormat.Zip));
        Assert.Empty(await bob.ListAsync(new ListDownloads([made.Id.ToString()], [], [])));
        Assert.NotEmpty(await FetchAsync(alice, made, 0));
    }

    [Fact]
    public async Task When_its_time_is_over_nobody_finds_it_and_its_file_goes_with_the_next_change()
    {
        await using Store store = await BackedUpAsync();
        await store.Local.DoAsync(new UpdateSetting("download.ttlHours", ["2"]));
        Download made = await MakeAsync(store.Local);
        store.Clock.Advance(TimeSpan.FromHours(2));

        Assert.Empty(await store.Local.ListAsync(new ListDownloads([], [], [])));
        await store.Local.RefusedAsync("NotFound", new FetchDownload(new DownloadReference(made), 0));
        await store.Local.DoAsync(new LockBackup(new BackupReference(made.BackupId), null, null));

        Assert.Empty(Files(store));
        AuditEvent end = Assert.Single(await store.AuditAsync(), one => one.Operation == "expireDownload");
        Assert.Equal((AuditOutcome.Succeeded, "the engine", made.Id.ToString(), "until 2026-03-01 14:00:00Z"), (end.Outcome, end.Principal, end.ObjectId, end.Reason));
    }

    [Fact]
    public async Task One_that_is_removed_is_gone_at_once()
    {
        await using Store store = await BackedUpAsync();
        Download made = await MakeAsync(store.Local);

        await store.Local.DoAsync(new RemoveDownload(new DownloadReference(made)));

        Assert.Empty(Files(store));
        Assert.Empty(await store.Local.ListAsync(new ListDownloads([], [], [])));
        Assert.DoesNotContain(await store.AuditAsync(), one => one.Operation == "expireDownload");
    }

    [Fact]
    public async Task An_account_has_so_many_at_once()
    {
        await using Store store = await BackedUpAsync("bob");
        await store.Local.DoAsync(new BackupAccount(new AccountReference("web01/bob"), []));
        await store.Local.DoAsync(new UpdateSetting("download.perAccount", ["2"]));
        Download first = await MakeAsync(store.Local);
        await MakeAsync(store.Local);

        await store.Local.RefusedAsync("QuotaExceeded", All(DownloadFormat.Zip));
        await store.Local.DoAsync(new CreateDownload(new RestoreSelection(new AccountReference("web01/bob"), null, [], []), DownloadFormat.Zip));
        Assert.Equal(3, Files(store).Length);

        await store.Local.DoAsync(new RemoveDownload(new DownloadReference(first)));
        await MakeAsync(store.Local);
    }

    [Fact]
    public async Task It_is_fetched_so_often_and_what_is_fetched_again_after_an_interruption_is_no_fetch_more()
    {
        await using Store store = await BackedUpAsync();
        await store.Local.DoAsync(new UpdateSetting("download.fetches", ["2"]));
        store.Write("alice", "noise", Noise());
        store.Clock.Advance(TimeSpan.FromMinutes(1));
        await store.Local.DoAsync(new BackupAccount(s_alice, []));
        Download made = await MakeAsync(store.Local);

        for (int i = 0; i < 2; i++)
        {
            byte[] begun = await BeginAsync(store.Local, made);
            Assert.InRange(begun.LongLength, 1, made.Size - 1);
            byte[] rest = await FetchAsync(store.Local, made, begun.LongLength);
            Assert.Equal(made.Sha256, Convert.ToHexStringLower(SHA256.HashData([.. begun, .. rest])));
        }

        Assert.Equal((2, 2), (await ListedAsync(store, made), made.MostFetches));
        await store.Local.RefusedAsync("QuotaExceeded", new FetchDownload(new DownloadReference(made), 0));
        await store.Local.RefusedAsync("QuotaExceeded", new FetchDownload(new DownloadReference(made), made.Size - 1));
    }

    [Fact]
    public async Task It_accepts_the_restore_conditions_as_a_restore_does()
    {
        await using Store store = await BackedUpAsync();
        await store.Local.DoAsync(new CreateRestoreCondition("terms", "Terms."));

        await store.Local.RefusedAsync("ConditionNotAccepted", All(DownloadFormat.TarGz));
        CreateDownload accepting = new(new RestoreSelection(s_alice, null, [], []) { AcceptedConditions = ["terms"] }, DownloadFormat.TarGz);
        Download made = await store.Local.DoAsync(accepting);

        Assert.Equal(["terms"], made.AcceptedConditions);
        AuditEvent done = (await store.AuditAsync()).Last(one => one.Operation == "createDownload");
        Assert.Equal($"download {made.Id}, conditions accepted: terms", done.Reason);
    }

    [Fact]
    public async Task One_that_fails_leaves_nothing_behind()
    {
        await using Store store = await BackedUpAsync();

        await store.Local.RefusedAsync("NotFound", new CreateDownload(new RestoreSelection(s_alice, null, [], ["no such file"]), DownloadFormat.TarGz));

        Assert.Empty(Files(store));
        Assert.Empty(await store.Local.ListAsync(new ListDownloads([], [], [])));
    }

    [Fact]
    public async Task A_fetch_stands_in_the_audit_log_with_its_account()
    {
        await using Store store = await BackedUpAsync();
        Download made = await MakeAsync(store.Local);
        long before = await store.AuditEndAsync();

        await FetchAsync(store.Local, made, 0);

        IReadOnlyList<AuditEvent> events = await store.AuditAsync(before);
        Assert.Equal([AuditOutcome.Attempted, AuditOutcome.Succeeded], events.Where(one => one.Operation == "fetchDownload").Select(one => one.Outcome));
        Assert.All(events.Where(one => one.Operation == "fetchDownload"), one => Assert.Equal((made.Id.ToString(), "web01/alice"), (one.ObjectId, one.ObjectName)));
    }

    private static CreateDownload All(DownloadFormat format) => new(new RestoreSelection(s_alice, null, [], []), format);

    private static Task<Download> MakeAsync(LocalClient client) => client.DoAsync(All(DownloadFormat.TarGz));

    private static async Task<byte[]> FetchAsync(LocalClient client, Download download, long offset) =>
        [.. (await client.ListAsync(new FetchDownload(new DownloadReference(download), offset))).SelectMany(piece => piece)];

    /// <summary>The first piece, after which nobody asks for more.</summary>
    private static async Task<byte[]> BeginAsync(LocalClient client, Download download) =>
        await (await client.DoAsync(new FetchDownload(new DownloadReference(download), 0))).FirstAsync();

    private static async Task<int> ListedAsync(Store store, Download download) =>
        Assert.Single(await store.Local.ListAsync(new ListDownloads([download.Id.ToString()], [], []))).Fetches;

    private static string[] Files(Store store) =>
        Directory.Exists(Path.Combine(store.StatePath, "downloads")) ? Directory.GetFiles(Path.Combine(store.StatePath, "downloads")) : [];

    private static string Noise() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(3 << 20));

    private static async Task<LocalClient> OwnerAsync(Store store, string account)
    {
        string name = $"{account[(account.IndexOf('/', StringComparison.Ordinal) + 1)..]}-owner";
        LocalClient owner = await store.SignInAsync(name, ["AccountOwner"]);
        await store.Local.DoAsync(new SetAccountOwner(new AccountReference(account), new UserReference(name)));
        return owner;
    }

    private static async Task<Store> BackedUpAsync(params string[] others)
    {
        Store store = await Store.CreateAsync(["alice", .. others]);
        await store.Local.DoAsync(new BackupAccount(s_alice, []));
        return store;
    }
}
