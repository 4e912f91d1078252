using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Catalogue;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Sealing;
using BackupAccess.Engine.Sessions;
using BackupAccess.Engine.State;
using BackupAccess.Engine.Storage;
using BackupAccess.Engine.Tests.Audit;

namespace BackupAccess.Engine.Tests.Sealing;

public sealed class RotationTests
{
    [Fact]
    public async Task After_a_change_everything_opens_with_the_new_key_and_nothing_with_the_old_one()
    {
        await using Store store = await Store.CreateAsync("alice", "bob");
        await BackUpAsync(store, "alice");
        string before = await ExportAsync(store.Local);
        KeyRing old = Ring(store);

        KeyRotation rotation = await store.Local.DoAsync(new RotateSealingKey());

        Assert.Equal((true, false, 2, 1), (rotation.Completed, rotation.Resumed, rotation.Values, rotation.Records));
        KeyRing now = Ring(store);
        Assert.Null(now.Previous);
        Assert.False(now.Current.IsSame(old.Current));
        RequireSealedUnder(store, now.Current);
        await using LocalClient later = await LocalClient.ConnectAsync(store.Description, new SignIn.Local("tester"), default);
        Assert.Equal(before, await ExportAsync(later));
        Assert.Equal(before, await ExportAsync(store.Local));
        Assert.True((await store.VerifyAsync()).Passed);
        await BackUpAsync(store, "alice");
    }

    [Fact]
    public async Task A_process_that_has_the_old_key_seals_under_the_new_one()
    {
        await using Store store = await Store.CreateAsync("alice", "bob");
        await using LocalClient other = await store.SignInAsAdministratorAsync();
        await store.Local.DoAsync(new RotateSealingKey());

        await other.DoAsync(new BackupAccount(new AccountReference("web01/bob"), []));

        RequireSealedUnder(store, Ring(store).Current);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Killed_in_between_both_keys_open_and_the_change_goes_on(bool values)
    {
        await using Store store = await Store.CreateAsync("alice");
        await BackUpAsync(store, "alice");
        string before = await ExportAsync(store.Local);
        Begin(store, values);

        Assert.Equal(before, await ExportAsync(store.Local));
        await using (LocalClient other = await LocalClient.ConnectAsync(store.Description, new SignIn.Local("tester"), default))
        {
            Assert.Equal(before, await ExportAsync(other));
        }

        KeyRing halfway = Ring(store);
        KeyRotation rotation = await store.Local.DoAsync(new RotateSealingKey());

        Assert.Equal((true, true), (rotation.Completed, rotation.Resumed));
        Assert.True(Ring(store).Current.IsSame(halfway.Current));
        RequireSealedUnder(store, Ring(store).Current);
        Assert.Equal(before, await ExportAsync(store.Local));
    }

    [Fact]
    public async Task While_a_storage_is_not_there_the_key_before_stays()
    {
        await using Store store = await Store.CreateAsync("alice");
        string vault = Path.Combine(store.Root, "vault");
        Directory.CreateDirectory(vault);
        await store.Local.DoAsync(new CreateStorage("vault", StorageKind.Folder, vault, StorageMode.ReadWrite, null, null, null));
        Backup backup = await BackUpAsync(store, "alice");
        await store.Local.DoAsync(new CopyBackup(new BackupReference(backup.Id.ToString()), "vault", WorkMode.Apply));
        Directory.Move(vault, vault + ".away");

        KeyRotation first = await store.Local.DoAsync(new RotateSealingKey());
        Assert.False(first.Completed);
        Assert.Equal(["storage \"vault\" is not there"], first.Left);
        Assert.Equal("the key before stays: storage \"vault\" is not there", (await store.AuditAsync())[^1].Reason);
        Assert.NotNull(Ring(store).Previous);
        Directory.Move(vault + ".away", vault);
        KeyRotation second = await store.Local.DoAsync(new RotateSealingKey());

        Assert.Equal((true, true, 1), (second.Completed, second.Resumed, second.Records));
        Assert.Null(Ring(store).Previous);
        Guid account = new RecordFolder(vault).List().Single();
        Assert.True(RecordSeal.Open(StateKey.Read(Path.Combine(store.StatePath, "state.key")), account, new RecordFolder(vault).Get(account)).IsCopy);
    }

    [Fact]
    public async Task Those_who_write_meanwhile_seal_nothing_under_a_key_that_is_gone()
    {
        string[] accounts = [.. Enumerable.Range(0, 12).Select(number => $"account{number}")];
        await using Store store = await Store.CreateAsync(accounts);
        Task backups = Task.WhenAll(accounts.Chunk(6).Select(some => Task.Run(async () =>
        {
            await using LocalClient client = await store.SignInAsAdministratorAsync();
            foreach (string account in some)
            {
                await client.DoAsync(new BackupAccount(new AccountReference($"web01/{account}"), []));
            }
        })));
        while (!backups.IsCompleted)
        {
            Assert.True((await store.Local.DoAsync(new RotateSealingKey())).Completed);
        }

        await backups;
        RequireSealedUnder(store, Ring(store).Current);
        foreach (string account in accounts)
        {
            (await store.Local.DoAsync(new ExportEncryptionKey(new AccountReference($"web01/{account}")))).Password.Dispose();
        }
    }

    [Fact]
    public async Task A_value_that_no_key_opens_stops_the_change_and_loses_nothing()
    {
        await using Store store = await Store.CreateAsync("alice");
        await BackUpAsync(store, "alice");
        string before = await ExportAsync(store.Local);
        store.Tamper("INSERT INTO sealed_key (name, sealed_key) VALUES ('other', randomblob(61))");

        await store.Local.RefusedAsync("StateDamaged", new RotateSealingKey());

        Assert.Equal(before, await ExportAsync(store.Local));
        store.Tamper("DELETE FROM sealed_key WHERE name = 'other'");
        Assert.True((await store.Local.DoAsync(new RotateSealingKey())).Completed);
    }

    [Fact]
    public async Task Every_column_that_holds_bytes_is_sealed_anew_or_known_to_be_no_secret()
    {
        await using Store store = await Store.CreateAsync();
        HashSet<string> plain = ["access_key.secret_hash", "recovery_code.code_hash", "audit_event.mac", "audit_anchor.mac", "audit_anchor.seal"];
        using StateConnection db = store.Database.Connect();
        IReadOnlyList<string> bytes = db.Query<string>(
            "SELECT m.name || '.' || c.name FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table' AND (c.type = 'BLOB' OR c.name LIKE 'sealed%') AND m.name <> 'sealed_key' OR c.name = 'sealed_key'");

        Assert.Equal(SealedColumns.All.Select(column => $"{column.Table}.{column.Name}").Order(StringComparer.Ordinal), bytes.Except(plain).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_change_that_another_has_ended_does_not_let_go_of_the_key_that_a_third_still_needs()
    {
        await using Store store = await Store.CreateAsync("alice");
        await BackUpAsync(store, "alice");
        string before = await ExportAsync(store.Local);
        Begin(store, values: true);
        using SemaphoreSlim reached = new(0);
        using SemaphoreSlim released = new(0);
        Task<KeyRotation> third = Task.FromResult<KeyRotation>(null!);
        AtRecords meanwhile = new(() =>
        {
            Assert.True(store.Local.DoAsync(new RotateSealingKey()).GetAwaiter().GetResult().Completed);
            third = Task.Run(() => store.Local.InvokeAsync(
                new RotateSealingKey(),
                new AtRecords(() =>
                {
                    reached.Release();
                    released.Wait();
                }),
                default));
            reached.Wait();
        });

        KeyRotation first = await store.Local.InvokeAsync(new RotateSealingKey(), meanwhile, default);

        Assert.Equal(["another change of the key has begun meanwhile"], first.Left);
        Assert.False(first.Completed);
        released.Release();
        Assert.True((await third).Completed);
        RequireSealedUnder(store, Ring(store).Current);
        Assert.Equal(before, await ExportAsync(store.Local));
    }

    [Fact]
    public async Task Progress_counts_every_record_once()
    {
        await using Store store = await Store.CreateAsync("alice", "bob");
        await BackUpAsync(store, "alice");
        await BackUpAsync(store, "bob");
        List<WorkProgress> told = [];

        KeyRotation rotation = await store.Local.InvokeAsync(new RotateSealingKey(), new Listener(told.Add), default);

        Assert.Equal(2, rotation.Records);
        Assert.Equal([(0, 2), (1, 2), (2, 2)], told.Select(progress => (progress.Files, progress.TotalFiles!.Value)));
    }

    private static Task<Backup> BackUpAsync(Store store, string account) => store.Local.DoAsync(new BackupAccount(new AccountReference($"web01/{account}"), []));

    private static async Task<string> ExportAsync(LocalClient client)
    {
        using Secret password = (await client.DoAsync(new ExportEncryptionKey(new AccountReference("web01/alice")))).Password;
        return new string(password.RevealChars());
    }

    private static KeyRing Ring(Store store) => new KeyFile(Path.Combine(store.StatePath, "state.key")).Read();

    /// <summary>Leaves what a change leaves that is killed after its first step, or after its second.</summary>
    private static void Begin(Store store, bool values)
    {
        StateFolder folder = store.OpenFolder();
        using StateTransaction transaction = folder.Database.BeginImmediate();
        folder.Key.Replace(new KeyRing(SealingKey.Create(), folder.Key.ReadRing().Current));
        if (values)
        {
            SealedColumns.SealAnew(transaction, folder.Key);
            transaction.Commit();
        }
    }

    private static void RequireSealedUnder(Store store, SealingKey key)
    {
        StateFolder folder = store.OpenFolder();
        using StateTransaction transaction = folder.Database.BeginImmediate();
        Assert.Equal(0, SealedColumns.SealAnew(transaction, folder.Key));
        Assert.True(folder.Key.ReadRing().Current.IsSame(key));
        RecordFolder records = new(folder.Repositories);
        Assert.All(records.List(), account => RecordSeal.Open(folder.Key, account, records.Get(account)));
        Assert.All(records.List(), account => Assert.Null(RecordSeal.SealAnew(folder.Key, account, records.Get(account))));
    }

    /// <summary>Does something once, when the first record is about to be sealed.</summary>
    private sealed class AtRecords(Action act) : IProgress<WorkProgress>
    {
        private bool _done;

        public void Report(WorkProgress value)
        {
            if (!_done)
            {
                _done = true;
                act();
            }
        }
    }

    private sealed class Listener(Action<WorkProgress> hear) : IProgress<WorkProgress>
    {
        public void Report(WorkProgress value) => hear(value);
    }
}
