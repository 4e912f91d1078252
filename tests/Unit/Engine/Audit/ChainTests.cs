using BackupAccess.Engine.Audit;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Sessions;
using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Tests.Audit;

public sealed class ChainTests
{
    [Fact]
    public async Task A_log_that_nobody_touched_passes()
    {
        await using Store store = await Store.CreateAsync();
        await store.WriteEventsAsync(5);

        AuditVerification verification = await store.VerifyAsync();

        Assert.Empty(verification.Findings);
        Assert.True(verification.Passed);
        Assert.Equal((await store.AuditAsync()).Count, verification.Events);
        Assert.Equal((1, await store.AuditEndAsync()), (verification.First, verification.Last));
    }

    [Fact]
    public async Task Numbers_have_no_gaps_after_what_was_rolled_back()
    {
        await using Store store = await Store.CreateAsync();
        StateFolder folder = store.OpenFolder();
        using (StateTransaction transaction = folder.Database.BeginImmediate())
        {
            transaction.Append(store, "undone");
        }

        await store.WriteEventsAsync(1);

        IReadOnlyList<AuditEvent> events = await store.AuditAsync();
        Assert.Equal(Enumerable.Range(1, events.Count).Select(number => (long)number), events.Select(one => one.Sequence));
        Assert.True((await store.VerifyAsync()).Passed);
    }

    [Theory]
    [InlineData("with\0a zero")]
    [InlineData("a lone \ud800 half")]
    [InlineData("")]
    [InlineData("ünïcode 🦊 and\nlines")]
    public async Task Any_name_is_chained_as_it_is_kept(string name)
    {
        await using Store store = await Store.CreateAsync();
        using (StateTransaction transaction = store.OpenFolder().Database.BeginImmediate())
        {
            transaction.Append(store, "named", name);
            transaction.Commit();
        }

        Assert.True((await store.VerifyAsync()).Passed);
    }

    [Fact]
    public async Task Fields_that_run_into_each_other_look_different()
    {
        await using Store store = await Store.CreateAsync();
        await store.WriteEventsAsync(1);
        store.Tamper("UPDATE audit_event SET principal = principal || channel, channel = '' WHERE sequence = 2");

        Assert.Equal([2L], (await store.VerifyAsync()).Findings.Select(finding => finding.First));
    }

    [Fact]
    public async Task A_log_from_before_the_chain_is_chained_when_it_is_opened()
    {
        await using Store store = await Store.CreateAsync();
        await store.WriteEventsAsync(3);
        long end = await store.AuditEndAsync();
        store.Tamper("DELETE FROM sealed_key WHERE name = 'audit'; UPDATE audit_event SET mac = NULL");
        File.Delete(store.HeadPath());

        await using LocalClient later = await LocalClient.ConnectAsync(store.Description, new SignIn.Local("tester"), default);
        AuditVerification verification = await later.DoAsync(new VerifyAuditLog(null));
        List<AuditEvent> events = await later.ListAsync(new ListAuditEvents([], [], [], null, null, null, null));

        Assert.Empty(verification.Findings);
        Assert.Equal(end + 1, events[0].Sequence);
        Assert.Equal(("startAuditLog", $"events 1 to {end} are from before the chain"), (events[0].Operation, events[0].Reason));
    }

    [Fact]
    public async Task A_chain_whose_key_was_taken_away_is_not_begun_anew()
    {
        await using Store store = await Store.CreateAsync();
        store.Tamper("DELETE FROM sealed_key; UPDATE audit_event SET reason = 'forged'");

        StateException refusal = await Assert.ThrowsAsync<StateException>(() => LocalClient.ConnectAsync(store.Description, new SignIn.Local("tester"), default));

        Assert.Equal("StateDamaged", refusal.ErrorId);
        Assert.Contains("audit log's key is gone", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_state_made_after_one_was_lost_says_where_the_log_before_ended()
    {
        await using Store store = await Store.CreateAsync();
        long end = await store.AuditEndAsync();
        await store.Local.DisposeAsync();
        foreach (string file in Directory.GetFiles(store.StatePath, "state.db*"))
        {
            File.Delete(file);
        }

        await using LocalClient again = await LocalClient.InitializeAsync(store.Description, "tester", "second", null, default);
        List<AuditEvent> events = await again.ListAsync(new ListAuditEvents([], [], [], null, null, null, null));

        Assert.Equal($"the log of the state that was lost ended at event {end}, or later", events[^1].Reason);
        Assert.True((await again.DoAsync(new VerifyAuditLog(null))).Passed);
    }

    [Fact]
    public async Task Many_who_write_at_once_keep_one_chain()
    {
        await using Store store = await Store.CreateAsync();
        long before = await store.AuditEndAsync();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(writer => Task.Run(() =>
        {
            StateDatabase database = store.OpenFolder().Database;
            for (int i = 0; i < 25; i++)
            {
                using StateTransaction transaction = database.BeginImmediate();
                transaction.Append(store, $"writer{writer}");
                transaction.Append(store, $"writer{writer}");
                transaction.Commit();
            }
        })));

        AuditVerification verification = await store.VerifyAsync();

        Assert.Empty(verification.Findings);
        Assert.Equal(before + (8 * 25 * 2), verification.Last);
    }
}
