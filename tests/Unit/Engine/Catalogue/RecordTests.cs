using System.Text;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Audit;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Catalogue;
using BackupAccess.Engine.Connectors;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.State;
using BackupAccess.Engine.Users;

namespace BackupAccess.Engine.Tests.Catalogue;

/// <summary>The record beside a repository: it tells what the state does, and nobody else can make one.</summary>
public sealed class RecordTests
{
    private static readonly AccountReference s_alice = new("web01/alice");

    [Fact]
    public async Task A_record_lies_beside_the_repository_for_its_owner_alone()
    {
        await using Store store = await Store.CreateAsync("alice");
        Backup backup = await store.Local.DoAsync(new BackupAccount(s_alice, []));

        string file = PathOf(store, backup.AccountId);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        Assert.DoesNotContain("alice", await File.ReadAllTextAsync(file), StringComparison.Ordinal);
        Assert.Equal(2, Directory.GetFileSystemEntries(Path.Combine(store.StatePath, "repositories")).Length);
    }

    [Fact]
    public async Task A_record_follows_every_change_of_what_it_tells()
    {
        await using Store store = await Store.CreateAsync("alice");
        Backup backup = await store.Local.DoAsync(new BackupAccount(s_alice, []));
        await store.Local.DoAsync(new CreateUser("jane", ["AccountOwner"], ConsoleAccess.Off, null, null));

        await store.Local.DoAsync(new LockBackup(new BackupReference(backup), "audit", null));
        Assert.Equal("audit", Assert.Single(Read(store, backup.AccountId).Backups).LockReason);

        await store.Local.DoAsync(new UnlockBackup(new BackupReference(backup)));
        await store.Local.DoAsync(new HoldBackup(new BackupReference(backup), "case 12", null));
        Assert.Equal(("case 12", null), (Assert.Single(Read(store, backup.AccountId).Backups).HoldReason, Assert.Single(Read(store, backup.AccountId).Backups).LockReason));

        await store.Local.DoAsync(new ReleaseHold(new BackupReference(backup)));
        Assert.Empty(Read(store, backup.AccountId).Backups);

        await store.Local.DoAsync(new UpdateAccount(s_alice, "a@example.org", 5, null, null, ["*.log"]));
        await store.Local.DoAsync(new SetAccountOwner(s_alice, new UserReference("jane")));
        AccountRecord record = Read(store, backup.AccountId);
        Assert.Equal(("jane", "a@example.org", 5, "web01"), (record.Owner, record.Email, record.MaxOnDemand, record.Connector.Name));

        await store.Local.DoAsync(new RemoveUser(new UserReference("jane")));
        Assert.Null(Read(store, backup.AccountId).Owner);

        await store.Local.DoAsync(new RemoveConnector(new ConnectorReference("web01")));
        record = Read(store, backup.AccountId);
        Assert.NotNull(record.Connector.RemovedAt);
        Assert.NotNull(record.GoneAt);
    }

    [Fact]
    public async Task A_record_that_can_not_be_written_is_told_once_and_written_later()
    {
        await using Store store = await Store.CreateAsync("alice");
        Backup backup = await store.Local.DoAsync(new BackupAccount(s_alice, []));
        string temporary = PathOf(store, backup.AccountId) + ".new";
        Directory.CreateDirectory(temporary);
        await File.WriteAllTextAsync(Path.Combine(temporary, "in-the-way"), "x");
        long before = await store.AuditEndAsync();

        await store.Local.DoAsync(new LockBackup(new BackupReference(backup), "audit", null));
        await store.Local.DoAsync(new CreateUser("jane", [], ConsoleAccess.Off, null, null));
        AuditEvent failure = Assert.Single(await store.AuditAsync(before), one => one.Outcome == AuditOutcome.Failed);
        Assert.Equal("recordAccount", failure.Operation);
        Directory.Delete(temporary, recursive: true);
        await store.Local.DoAsync(new CreateUser("john", [], ConsoleAccess.Off, null, null));

        Assert.Equal("audit", Assert.Single(Read(store, backup.AccountId).Backups).LockReason);
    }

    [Fact]
    public async Task A_storage_that_hangs_holds_nobody_else_up_and_gets_the_newest_record_when_it_goes_on()
    {
        await using Store store = await Store.CreateAsync("alice");
        Backup alice = await store.Local.DoAsync(new BackupAccount(s_alice, []));
        using HangingRecords records = new(Path.Combine(store.StatePath, "repositories"));
        MarkDue(store, alice.AccountId);
        Task hanging = Task.Factory.StartNew(() => AccountRecords.WriteDue(ServicesOf(store) with { RecordsAt = _ => records }), TaskCreationOptions.LongRunning);
        await records.Reached.WaitAsync(TimeSpan.FromSeconds(30));

        await store.Local.DoAsync(new LockBackup(new BackupReference(alice), "audit", null)).WaitAsync(TimeSpan.FromSeconds(30));
        await store.Local.DoAsync(new CreateUser("jane", [], ConsoleAccess.Off, null, null)).WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Empty(Read(store, alice.AccountId).Backups);
        records.Release();
        await hanging.WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Equal("audit", Assert.Single(Read(store, alice.AccountId).Backups).LockReason);
        Assert.Equal(0, CountDue(store));
    }

    [Fact]
    public async Task A_record_whose_writing_was_cut_off_is_written_by_the_next_passage()
    {
        await using Store store = await Store.CreateAsync("alice");
        Backup alice = await store.Local.DoAsync(new BackupAccount(s_alice, []));
        string file = PathOf(store, alice.AccountId);
        File.Delete(file);
        MarkDue(store, alice.AccountId);
        Assert.Throws<InvalidOperationException>(() => AccountRecords.WriteDue(ServicesOf(store) with { RecordsAt = _ => throw new InvalidOperationException() }));
        Assert.Equal(1, CountDue(store));

        await store.Local.DoAsync(new CreateUser("jane", [], ConsoleAccess.Off, null, null));

        Assert.True(File.Exists(file));
        Assert.Equal(0, CountDue(store));
    }

    [Fact]
    public async Task A_record_opens_for_its_own_account_and_unchanged_only()
    {
        await using Store store = await Store.CreateAsync("alice", "bob");
        Backup alice = await store.Local.DoAsync(new BackupAccount(s_alice, []));
        Backup bob = await store.Local.DoAsync(new BackupAccount(new AccountReference("web01/bob"), []));
        byte[] file = await File.ReadAllBytesAsync(PathOf(store, alice.AccountId));
        StateKey key = KeyOf(store);

        Assert.Throws<StateException>(() => RecordSeal.Open(key, bob.AccountId, file));
        for (int i = 0; i < file.Length; i++)
        {
            byte[] flipped = [.. file];
            flipped[i] ^= 0x01;
            if (Opens(key, alice.AccountId, flipped) is { } record)
            {
                Assert.Equal((alice.AccountId, "alice"), (record.Id, record.Name));
            }

            Assert.Null(Opens(key, alice.AccountId, file[..i]));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"version":1,"account":"not a uuid","sealed":"AA=="}""")]
    [InlineData("""{"version":1,"account":"0199f0a0-0000-7000-8000-000000000000","sealed":null}""")]
    [InlineData("""{"version":1,"account":"0199f0a0-0000-7000-8000-000000000000","sealed":"AA=="}""")]
    [InlineData("""{"version":2,"account":"0199f0a0-0000-7000-8000-000000000000","sealed":"AA=="}""")]
    public async Task What_is_no_record_is_a_typed_failure(string content)
    {
        await using Store store = await Store.CreateAsync();

        Assert.Null(Opens(KeyOf(store), Guid.Parse("0199f0a0-0000-7000-8000-000000000000"), Encoding.UTF8.GetBytes(content)));
    }

    internal static string PathOf(Store store, Guid account) => Path.Combine(store.StatePath, "repositories", $"{account}.account");

    internal static AccountRecord Read(Store store, Guid account) => RecordSeal.Open(KeyOf(store), account, File.ReadAllBytes(PathOf(store, account)));

    private static EngineServices ServicesOf(Store store) => new(StateFolder.Open(store.StatePath, store.Clock), store.Clock, store.Boot);

    private static void MarkDue(Store store, Guid account)
    {
        using StateTransaction transaction = store.Database.BeginImmediate();
        AccountRecords.MarkDue(transaction, account);
        transaction.Commit();
    }

    private static long CountDue(Store store)
    {
        using StateConnection db = store.Database.Connect();
        return db.QueryScalar<long>("SELECT count(*) FROM record_due", new { });
    }

    private static StateKey KeyOf(Store store) => StateKey.Read(Path.Combine(store.StatePath, "state.key"));

    private static AccountRecord? Opens(StateKey key, Guid account, byte[] file)
    {
        try
        {
            return RecordSeal.Open(key, account, file);
        }
        catch (StateException)
        {
            return null;
        }
    }
}
