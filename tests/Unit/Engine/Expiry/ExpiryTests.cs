using System.Globalization;
using BackupAccess.Engine.Access;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Audit;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Clock;
using BackupAccess.Engine.Connectors;
using BackupAccess.Engine.Expiry;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Profiles;
using BackupAccess.Engine.Roles;
using BackupAccess.Engine.Sessions;
using BackupAccess.Engine.Settings;
using BackupAccess.Engine.State;
using BackupAccess.Engine.Users;

namespace BackupAccess.Engine.Tests.Expiry;

/// <summary>What ends by itself is told of in the audit log, once, by whoever writes into it next.</summary>
public sealed class ExpiryTests
{
    private static readonly UserReference s_jane = new("jane");
    private static readonly ConnectorReference s_web01 = new("web01");

    [Fact]
    public async Task Everything_that_ends_is_told_of_once()
    {
        await using Store store = await Store.CreateAsync("alice");
        DateTimeOffset end = store.Clock.GetUtcNow().AddHours(1);
        string key = await LetAllEndAsync(store, end);
        BackupReference backup = new((await store.Local.ListAsync(new ListBackups([], [], null, null, null, null, null)))[0]);
        long before = await store.AuditEndAsync();

        store.Clock.Advance(TimeSpan.FromHours(1));
        await store.Local.ListAsync(new ListUsers([]));
        Assert.Empty(await EndsAsync(store, before));
        await TouchAsync(store);
        await TouchAsync(store);

        string until = $"until {end:u}";
        Assert.Equal(
            [
                $"expireUser user jane: {until}",
                $"expireAccessKey access key {key}: of jane, {until}",
                $"expireRole user jane: Viewer, {until}",
                $"expireGrant grant jane on web01: granted by local:tester, {until}",
                $"expireProfileGrant profile assignment jane on nightly: granted by local:tester, {until}",
                $"expireLock backup web01/alice: locked by local:tester, {until}",
                $"expireHold backup web01/alice: held by local:tester, {until}",
            ],
            await EndsAsync(store, before));
        AuditEvent told = (await store.AuditAsync(before)).Single(one => one.Operation == "expireLock");
        Assert.Equal(("the engine", null, "Engine", AuditOutcome.Succeeded), (told.Principal, told.PrincipalId, told.Channel, told.Outcome));
        Assert.Equal((backup.Text, store.Clock.GetUtcNow()), (told.ObjectId, told.Time));
    }

    [Fact]
    public async Task An_end_is_told_of_before_what_is_done_next()
    {
        await using Store store = await Store.CreateAsync("alice");
        await store.Local.DoAsync(new CreateUser("jane", ["Viewer"], ConsoleAccess.Off, null, null));
        NewAccessKey key = await store.Local.DoAsync(new CreateAccessKey(s_jane, store.Clock.GetUtcNow().AddHours(1)));
        await store.Local.DoAsync(new GrantConnector(s_jane, s_web01, store.Clock.GetUtcNow().AddHours(2)));
        long before = await store.AuditEndAsync();

        store.Clock.Advance(TimeSpan.FromHours(1));
        await Assert.ThrowsAsync<SignInException>(() => store.ConnectAsync(key));
        store.Clock.Advance(TimeSpan.FromHours(1));
        await store.Local.DoAsync(new GrantConnector(s_jane, s_web01, store.Clock.GetUtcNow().AddHours(1)));
        store.Clock.Advance(TimeSpan.FromHours(1));
        await store.Local.DoAsync(new RemoveUser(s_jane));

        Assert.Equal(
            ["expireAccessKey", "signIn", "expireGrant", "grantConnector", "expireGrant", "removeUser"],
            (await store.AuditAsync(before)).Select(one => one.Operation));
    }

    [Fact]
    public async Task An_end_that_was_moved_is_told_of_when_it_comes()
    {
        await using Store store = await Store.CreateAsync("alice");
        DateTimeOffset now = store.Clock.GetUtcNow();
        await store.Local.DoAsync(new CreateUser("jane", [], ConsoleAccess.Off, null, now.AddHours(1)));
        await store.Local.DoAsync(new GrantConnector(s_jane, s_web01, now.AddHours(1)));
        await store.Local.DoAsync(new UpdateUser(s_jane, now.AddHours(3)));
        await store.Local.DoAsync(new GrantConnector(s_jane, s_web01, null));
        long before = await store.AuditEndAsync();

        store.Clock.Advance(TimeSpan.FromHours(2));
        await TouchAsync(store);
        Assert.Empty(await EndsAsync(store, before));
        store.Clock.Advance(TimeSpan.FromHours(1));
        await TouchAsync(store);
        await store.Local.DoAsync(new UpdateUser(s_jane, now.AddHours(4)));
        store.Clock.Advance(TimeSpan.FromHours(1));
        await TouchAsync(store);

        Assert.Equal([$"expireUser user jane: until {now.AddHours(3):u}", $"expireUser user jane: until {now.AddHours(4):u}"], await EndsAsync(store, before));
    }

    [Fact]
    public async Task What_fails_and_what_is_refused_tells_of_ends_too_and_not_twice()
    {
        await using Store store = await Store.CreateAsync();
        await using LocalClient viewer = await store.SignInAsync("viewer", ["Viewer"]);
        await store.Local.DoAsync(new CreateUser("jane", [], ConsoleAccess.Off, null, store.Clock.GetUtcNow().AddHours(1)));
        await store.Local.DoAsync(new CreateUser("joan", [], ConsoleAccess.Off, null, store.Clock.GetUtcNow().AddHours(2)));
        long before = await store.AuditEndAsync();

        store.Clock.Advance(TimeSpan.FromHours(1));
        await store.Local.RefusedAsync("AlreadyExists", new CreateUser("jane", [], ConsoleAccess.Off, null, null));
        store.Clock.Advance(TimeSpan.FromHours(1));
        await viewer.RefusedAsync("AccessDenied", new CreateRole("Mine", [], ConnectorReach.All, ProfileReach.All, AccountReach.All));
        await TouchAsync(store);

        Assert.Equal(["expireUser", "createUser", "expireUser", "createRole", "updateSetting"], (await store.AuditAsync(before)).Select(one => one.Operation));
    }

    [Fact]
    public async Task A_lock_whose_end_comes_by_a_clock_that_is_not_believed_has_not_ended()
    {
        await using Store store = await Store.CreateAsync("alice");
        await LetAllEndAsync(store, store.Clock.GetUtcNow().AddDays(1));
        long before = await store.AuditEndAsync();

        store.Clock.Advance(TimeSpan.FromDays(40));
        await TouchAsync(store);
        string[] doubted = await EndsAsync(store, before);
        await store.Local.DoAsync(new ConfirmClock());
        await TouchAsync(store);

        Assert.Equal(5, doubted.Length);
        Assert.DoesNotContain(doubted, end => end.StartsWith("expireLock", StringComparison.Ordinal) || end.StartsWith("expireHold", StringComparison.Ordinal));
        Assert.Equal(7, (await EndsAsync(store, before)).Length);
    }

    [Fact]
    public async Task Many_ends_are_told_of_in_several_transactions_and_in_their_order()
    {
        await using Store store = await Store.CreateAsync();
        int count = (2 * ExpiryLog.PageSize) + 7;
        AddEndingUsers(store, count);
        long before = await store.AuditEndAsync();

        store.Clock.Advance(TimeSpan.FromDays(1));
        await TouchAsync(store);

        string[] ends = await EndsAsync(store, before);
        Assert.Equal(Enumerable.Range(0, count).Select(i => $"expireUser user passing{i}"), ends.Select(end => end[..end.IndexOf(':', StringComparison.Ordinal)]));
    }

    [Fact]
    public async Task Of_several_who_write_at_once_one_tells_of_each_end()
    {
        await using Store store = await Store.CreateAsync();
        LocalClient[] others = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => LocalClient.ConnectAsync(store.Description, new SignIn.Local("other"), default)));
        AddEndingUsers(store, count: 3 * ExpiryLog.PageSize);
        long before = await store.AuditEndAsync();
        store.Clock.Advance(TimeSpan.FromDays(1));

        using Barrier start = new(others.Length);
        await Task.WhenAll(others.Select(client => Task.Run(async () =>
        {
            start.SignalAndWait();
            await client.DoAsync(new UpdateSetting("throttle.freeFailures", ["7"]));
        })));

        AuditEvent[] events = [.. await store.AuditAsync(before)];
        Assert.Equal(3 * ExpiryLog.PageSize, events.Where(one => one.Operation == "expireUser").Select(one => one.ObjectId).Distinct().Count());
        Assert.Equal((3 * ExpiryLog.PageSize) + others.Length, events.Length);
        foreach (LocalClient client in others)
        {
            await client.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_lock_that_ends_leaves_the_accounts_record_as_it_is()
    {
        await using Store store = await Store.CreateAsync("alice");
        Backup backup = await store.Local.DoAsync(new BackupAccount(new AccountReference("alice"), []));
        await store.Local.DoAsync(new LockBackup(new BackupReference(backup.Id.ToString()), null, store.Clock.GetUtcNow().AddHours(1)));
        string record = Assert.Single(Directory.GetFiles(store.StatePath, "*.account", SearchOption.AllDirectories));
        byte[] before = await File.ReadAllBytesAsync(record);

        store.Clock.Advance(TimeSpan.FromHours(1));
        await TouchAsync(store);

        Assert.Single(await EndsAsync(store, 0));
        Assert.Equal(before, await File.ReadAllBytesAsync(record));
    }

    [Fact]
    public async Task Looking_for_ends_reads_an_index_of_those_that_were_not_told_of()
    {
        await using Store store = await Store.CreateAsync();
        using StateConnection db = store.Database.Connect();

        Assert.All(Endings.All, ending =>
        {
            string plan = string.Join('\n', db.Query<PlanRow>($"EXPLAIN QUERY PLAN SELECT 1 FROM {ending.Table} WHERE {ending.Due}", new { now = 0 }).Select(row => row.Detail));
            Assert.Matches($@"^SEARCH (TABLE )?{ending.Table} USING (COVERING )?INDEX \w+_due ", plan);
        });
    }

    private static Task TouchAsync(Store store) => store.Local.DoAsync(new UpdateSetting("throttle.freeFailures", ["6"]));

    /// <summary>Has everything of jane's end then that can.</summary>
    /// <returns>The id of her access key.</returns>
    private static async Task<string> LetAllEndAsync(Store store, DateTimeOffset end)
    {
        await store.Local.DoAsync(new CreateUser("jane", [], ConsoleAccess.Off, null, end));
        NewAccessKey key = await store.Local.DoAsync(new CreateAccessKey(s_jane, end));
        await store.Local.DoAsync(new AssignRole(s_jane, "Viewer", end));
        await store.Local.DoAsync(new GrantConnector(s_jane, s_web01, end));
        await store.Local.DoAsync(new CreateProfile("nightly"));
        await store.Local.DoAsync(new GrantProfile(s_jane, new ProfileReference("nightly"), end));
        store.InsertBackup("web01/alice");
        BackupReference backup = new((await store.Local.ListAsync(new ListBackups([], [], null, null, null, null, null)))[0]);
        await store.Local.DoAsync(new LockBackup(backup, null, end));
        await store.Local.DoAsync(new HoldBackup(backup, null, end));
        return key.AccessKeyId;
    }

    /// <summary>Users past the door, who end one after the other.</summary>
    private static void AddEndingUsers(Store store, int count)
    {
        long now = store.Clock.Now();
        using StateTransaction transaction = store.Database.BeginImmediate();
        for (int i = 0; i < count; i++)
        {
            string id = Guid.CreateVersion7(store.Clock.GetUtcNow()).ToString();
            UserStore.Insert(transaction, new UserRow(id, string.Create(CultureInfo.InvariantCulture, $"passing{i}"), 1, 0, 1, null, null, Until: now + 1000 + i, now));
        }

        transaction.Commit();
    }

    private static async Task<string[]> EndsAsync(Store store, long after) =>
    [
        .. (await store.AuditAsync(after)).Where(one => one.Operation.StartsWith("expire", StringComparison.Ordinal))
            .Select(one => $"{one.Operation} {one.ObjectKind} {one.ObjectName}: {one.Reason}"),
    ];

    private sealed record PlanRow(long Id, long Parent, long Notused, string Detail);
}
