using BackupAccess.Engine.Audit;
using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Tests.Audit;

public sealed class ListTests
{
    [Theory]
    [InlineData("JANE", "", "")]
    [InlineData("jane", "removeUser", "")]
    [InlineData("j*", "", "Thing1")]
    [InlineData("", "REMOVEuser", "thing2")]
    [InlineData("019ca945-0a00-7aa8-adc5-517e84881d62", "", "")]
    [InlineData("", "", "019CA945-0a00-7aa8-adc5-517e84881d62")]
    [InlineData("jöhn", "", "")]
    [InlineData("JÖHN", "", "")]
    [InlineData("nobody", "", "")]
    [InlineData("", "", "WEB7")]
    [InlineData("", "removeUser", "web7")]
    [InlineData("jane", "", "019ca945-0000-7aa8-adc5-517e84881d62")]
    public async Task What_SQL_leaves_out_is_only_what_does_not_match(string principal, string operation, string thing)
    {
        await using Store store = await Store.CreateAsync();
        Fill(store, 300);
        string[] Names(string name) => name.Length == 0 ? [] : [name];
        List<AuditEvent> all = await store.Local.ListAsync(new ListAuditEvents([], [], [], null, null, null, null));

        List<AuditEvent> one = await store.Local.ListAsync(new ListAuditEvents(Names(principal), Names(operation), Names(thing), null, null, null, null));
        List<AuditEvent> among = await store.Local.ListAsync(
            new ListAuditEvents([.. Names(principal), .. Names(principal)], [.. Names(operation), .. Names(operation)], [.. Names(thing), .. Names(thing)], null, null, null, null));

        bool Is(string pattern, params string?[] names) => pattern.Length == 0 || names.Any(name => string.Equals(name, pattern, StringComparison.OrdinalIgnoreCase) || (pattern == "j*" && name?.StartsWith("j", StringComparison.OrdinalIgnoreCase) == true));
        Assert.Equal(all.Where(e => Is(principal, e.Principal, e.PrincipalId?.ToString()) && Is(operation, e.Operation) && Is(thing, [.. e.Objects.SelectMany(item => new[] { item.Name, item.Id })])).Select(e => e.Mac), one.Select(e => e.Mac));
        Assert.Equal(one.Select(e => e.Mac), among.Select(e => e.Mac));
    }

    [Fact]
    public async Task The_oldest_come_first_where_that_is_asked_for()
    {
        await using Store store = await Store.CreateAsync();
        Fill(store, 2500);
        List<AuditEvent> newest = await store.Local.ListAsync(new ListAuditEvents([], [], [], null, null, null, null));

        List<AuditEvent> oldest = await store.Local.ListAsync(new ListAuditEvents([], [], [], null, null, null, null) { Order = AuditOrder.OldestFirst });

        newest.Reverse();
        Assert.Equal(newest.Select(e => e.Mac), oldest.Select(e => e.Mac));
        await store.Local.RefusedAsync("InvalidValue", new ListAuditEvents([], [], [], null, null, null, 1) { Order = AuditOrder.OldestFirst });
    }

    [Fact]
    public async Task A_row_that_the_engine_did_not_write_is_named()
    {
        await using Store store = await Store.CreateAsync();
        store.Tamper("UPDATE audit_event SET outcome = 'Maybe' WHERE sequence = 1");

        Engine.Operations.StateException failure = await Assert.ThrowsAsync<Engine.Operations.StateException>(() => store.AuditAsync());

        Assert.Equal("The audit event 1 isn't as the engine writes one.", failure.Message);
    }

    private static void Fill(Store store, int count)
    {
        string[] principals = ["jane", "Jane", "jöhn", "bob"];
        using StateTransaction transaction = store.OpenFolder().Database.BeginImmediate();
        for (int i = 0; i < count; i++)
        {
            transaction.Audit!.Append(transaction, new AuditRow(
                0, i, principals[i % 4], i % 7 == 0 ? "019ca945-0a00-7aa8-adc5-517e84881d62" : null, "Test", null, "local", i % 3 == 0 ? "removeUser" : "createUser",
                "thing", i % 5 == 0 ? "019ca945-0a00-7aa8-adc5-517e84881d62" : null, i % 11 == 0 ? null : $"thing{i % 13}", "Succeeded", null, null)
            {
                Others = i % 17 == 0 ? [new AuditedObject("connector", "019ca945-0000-7aa8-adc5-517e84881d62", $"web{i % 9}"), new AuditedObject("user", null, "thing2")] : [],
            });
        }

        transaction.Commit();
    }
}
