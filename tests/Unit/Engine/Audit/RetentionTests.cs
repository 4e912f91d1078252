using BackupAccess.Engine.Audit;
using BackupAccess.Engine.Clock;
using BackupAccess.Engine.Settings;

namespace BackupAccess.Engine.Tests.Audit;

public sealed class RetentionTests
{
    [Fact]
    public async Task What_stays_is_proven_and_what_was_removed_stands_in_the_log()
    {
        await using Store store = await Store.CreateAsync();
        long end = await AgeAsync(store);
        await store.Local.DoAsync(new UpdateSetting("audit.retentionDays", ["10"]));

        ClearedAuditLog cleared = await store.Local.DoAsync(new ClearAuditLog(null, DamagedEvents.Keep));

        Assert.Equal((end, 1, end), (cleared.Events, cleared.First, cleared.Last));
        AuditVerification verification = await store.VerifyAsync();
        Assert.Empty(verification.Findings);
        Assert.Equal(end + 1, verification.First);
        AuditEvent told = (await store.AuditAsync())[^1];
        Assert.Equal(("clearAuditLog", $"1-{end}", "older than the setting audit.retentionDays"), (told.Operation, told.ObjectName, told.Reason));
        await store.WriteEventsAsync(2);
        Assert.Empty((await store.VerifyAsync()).Findings);
    }

    [Fact]
    public async Task A_log_that_is_kept_whole_is_not_cleared()
    {
        await using Store store = await Store.CreateAsync();
        await AgeAsync(store);
        await store.Local.RefusedAsync("AuditLogKept", new ClearAuditLog(null, DamagedEvents.Keep));
        await store.Local.RefusedAsync("AuditLogKept", new ClearAuditLog(store.Clock.GetUtcNow().AddDays(-15), DamagedEvents.Remove));
    }

    [Fact]
    public async Task Nothing_younger_than_the_setting_goes()
    {
        await using Store store = await Store.CreateAsync();
        await AgeAsync(store);
        await store.Local.DoAsync(new UpdateSetting("audit.retentionDays", ["10"]));
        await store.Local.RefusedAsync("AuditLogKept", new ClearAuditLog(store.Clock.GetUtcNow().AddDays(-9), DamagedEvents.Keep));

        ClearedAuditLog nothing = await store.Local.DoAsync(new ClearAuditLog(store.Clock.GetUtcNow().AddDays(-100), DamagedEvents.Keep));

        Assert.Equal(0, nothing.Events);
    }

    [Fact]
    public async Task Evidence_of_tampering_is_kept_unless_it_is_asked_to_go()
    {
        await using Store store = await Store.CreateAsync();
        long end = await AgeAsync(store);
        await store.Local.DoAsync(new UpdateSetting("audit.retentionDays", ["10"]));
        store.Tamper("UPDATE audit_event SET reason = 'forged' WHERE sequence = 2");
        await store.Local.RefusedAsync("AuditLogDamaged", new ClearAuditLog(null, DamagedEvents.Keep));

        ClearedAuditLog cleared = await store.Local.DoAsync(new ClearAuditLog(null, DamagedEvents.Remove));

        Assert.Equal(end, cleared.Events);
        Assert.Contains(await store.AuditAsync(), one => one is { Operation: "clearAuditLog", Reason: "damaged events too" });
        Assert.True((await store.VerifyAsync()).Passed);
    }

    [Fact]
    public async Task A_head_exported_before_events_were_removed_says_so()
    {
        await using Store store = await Store.CreateAsync();
        AuditHead head = store.ExportHead();
        long end = await AgeAsync(store);
        await store.Local.DoAsync(new UpdateSetting("audit.retentionDays", ["10"]));
        await store.Local.DoAsync(new ClearAuditLog(null, DamagedEvents.Keep));

        AuditFinding finding = Assert.Single((await store.VerifyAsync(head)).Findings);

        Assert.Equal((AuditFindingKind.Missing, 1, end), (finding.Kind, finding.First, finding.Last));
        Assert.True((await store.VerifyAsync(store.ExportHead())).Passed);
    }

    [Fact]
    public async Task Under_a_clock_that_is_not_trusted_nothing_is_removed()
    {
        await using Store store = await Store.CreateAsync();
        await store.Local.DoAsync(new UpdateSetting("audit.retentionDays", ["10"]));
        store.Clock.Advance(TimeSpan.FromDays(100));

        await store.Local.RefusedAsync("ClockNotTrusted", new ClearAuditLog(null, DamagedEvents.Keep));
        await store.Local.DoAsync(new ConfirmClock());
    }

    /// <returns>The number of the last event that is old now.</returns>
    private static async Task<long> AgeAsync(Store store)
    {
        await store.WriteEventsAsync(4);
        long end = await store.AuditEndAsync();
        store.Clock.Advance(TimeSpan.FromDays(20));
        await store.WriteEventsAsync(1);
        return end;
    }
}
