using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Audit;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Conditions;
using BackupAccess.Engine.Connectors;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Sessions;
using BackupAccess.Engine.Settings;

namespace BackupAccess.Engine.Tests.Conditions;

public sealed class ConditionTests
{
    private static readonly AccountReference s_alice = new("web01/alice");

    [Fact]
    public async Task A_restore_accepts_every_condition_or_is_refused_with_the_texts_of_those_it_lacks()
    {
        await using Store store = await BackedUpAsync();
        await store.Local.DoAsync(new CreateRestoreCondition("terms", "Live data is replaced."));
        await store.Local.DoAsync(new CreateRestoreCondition("liability", "No warranty."));
        store.Write("alice", "public_html/index.php", "live");

        foreach (string[] accepted in new string[][] { [], ["terms"], ["Liability"], ["no such condition"] })
        {
            ConditionNotAcceptedException refusal = Assert.IsType<ConditionNotAcceptedException>(
                await store.Local.RefusedAsync("ConditionNotAccepted", new RestoreOverwrite(Accepting(accepted))));
            string[] missing = [.. new[] { "liability", "terms" }.Except(accepted, StringComparer.OrdinalIgnoreCase)];
            Assert.Equal(missing, refusal.Conditions.Select(condition => condition.Name));
            Assert.All(refusal.Conditions, condition => Assert.EndsWith(".", condition.Text, StringComparison.Ordinal));
            Assert.All(missing, name => Assert.Contains($"\"{name}\"", refusal.Message, StringComparison.Ordinal));
        }

        Assert.Equal("live", store.Read("alice", "public_html/index.php"));
        RestoreResult restored = await store.Local.DoAsync(new RestoreOverwrite(Accepting("TERMS", "liability", "gone")));
        Assert.Equal(["liability", "terms"], restored.AcceptedConditions);
        Assert.Equal("<?php // alice", store.Read("alice", "public_html/index.php"));
    }

    [Fact]
    public async Task Every_way_to_restore_needs_them_and_a_star_accepts_all()
    {
        await using Store store = await BackedUpAsync();
        await store.Local.DoAsync(new CreateRestoreCondition("terms", "Terms."));
        string folder = Path.Combine(store.Root, "out");

        await store.Local.RefusedAsync("ConditionNotAccepted", new RestoreKeep(Accepting()));
        await store.Local.RefusedAsync("ConditionNotAccepted", new RestoreRename(Accepting()));
        await store.Local.RefusedAsync("ConditionNotAccepted", new RestoreToFolder(Accepting(), folder, RestoreConflict.Overwrite));
        Assert.False(Directory.Exists(folder));

        await store.Local.DoAsync(new RestoreToFolder(Accepting("*"), folder, RestoreConflict.Overwrite));
        Assert.True(Directory.Exists(folder));
    }

    [Fact]
    public async Task What_was_accepted_and_what_it_said_then_stand_in_the_audit_log()
    {
        await using Store store = await BackedUpAsync();
        await store.Local.DoAsync(new CreateRestoreCondition("terms", "First\r\nand second."));
        await store.Local.DoAsync(new UpdateRestoreCondition("terms", null, "Other."));
        long before = await store.AuditEndAsync();

        await store.Local.DoAsync(new RestoreKeep(Accepting("*")));

        IReadOnlyList<AuditEvent> events = await store.AuditAsync();
        Assert.Equal("First\nand second.", events.Single(one => one.Operation == "createRestoreCondition").Reason);
        Assert.Equal("terms: Other.", events.Single(one => one.Operation == "updateRestoreCondition").Reason);
        Assert.Equal(
            [(AuditOutcome.Attempted, "accepts conditions: *"), (AuditOutcome.Succeeded, "conditions accepted: terms")],
            events.Where(one => one.Sequence > before && one.Operation == "restoreKeep").Select(one => (one.Outcome, one.Reason)));
    }

    [Fact]
    public async Task A_condition_is_renamed_rewritten_and_removed()
    {
        await using Store store = await BackedUpAsync();
        await store.Local.DoAsync(new CreateRestoreCondition("terms", "Terms."));
        await store.Local.DoAsync(new CreateRestoreCondition("other", "Other."));
        await store.Local.RefusedAsync("AlreadyExists", new CreateRestoreCondition("TERMS", "x"));
        await store.Local.RefusedAsync("AlreadyExists", new UpdateRestoreCondition("other", "Terms", null));
        store.Clock.Advance(TimeSpan.FromHours(1));

        Assert.Null((await store.Local.DoAsync(new UpdateRestoreCondition("terms", "Rules", null))).Changed);
        RestoreCondition changed = await store.Local.DoAsync(new UpdateRestoreCondition("rules", null, "Rules."));
        Assert.Equal(("Rules", "Rules.", store.Clock.GetUtcNow()), (changed.Name, changed.Text, changed.Changed));

        await store.Local.DoAsync(new RemoveRestoreCondition("rules"));
        await store.Local.DoAsync(new RemoveRestoreCondition("other"));
        await store.Local.RefusedAsync("NotFound", new RemoveRestoreCondition("other"));
        await store.Local.DoAsync(new RestoreKeep(Accepting()));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \n ")]
    [InlineData("a\u001b[2Jb")]
    [InlineData("a\u202eb")]
    public async Task A_text_that_is_none_or_steers_a_terminal_is_refused(string text)
    {
        await using Store store = await Store.CreateAsync();
        await store.Local.RefusedAsync("InvalidValue", new CreateRestoreCondition("terms", text));
        await store.Local.RefusedAsync("InvalidValue", new CreateRestoreCondition("terms", new string('x', 4001)));
    }

    [Fact]
    public async Task A_condition_binds_every_account_and_is_changed_by_who_reaches_all_of_them()
    {
        await using Store store = await Store.CreateAsync("alice");
        LocalClient operator1 = await store.SignInAsync("op", ["Operator"], "web01");
        await operator1.DoAsync(new CreateRestoreCondition("terms", "Terms."));
        await store.AddConnectorAsync("web02", Path.Combine(store.Root, "others"), ConnectorOrigin.New, "bob");

        await operator1.RefusedAsync("AccessDenied", new UpdateRestoreCondition("terms", null, "Worse terms."));
        await operator1.RefusedAsync("AccessDenied", new RemoveRestoreCondition("terms"));
        await operator1.RefusedAsync("AccessDenied", new CreateRestoreCondition("more", "More."));

        Assert.Equal("Terms.", Assert.Single(await operator1.ListAsync(new ListRestoreConditions([]))).Text);
    }

    [Fact]
    public async Task Only_so_many_restores_of_an_account_begin_within_some_hours()
    {
        await using Store store = await BackedUpAsync("bob");
        await store.Local.DoAsync(new BackupAccount(new AccountReference("web01/bob"), []));
        await store.Local.DoAsync(new UpdateSetting("restore.limit.count", ["2"]));
        await store.Local.DoAsync(new UpdateSetting("restore.limit.hours", ["6"]));

        await store.Local.DoAsync(new RestoreKeep(Accepting()));
        store.Clock.Advance(TimeSpan.FromHours(5));
        await store.Local.DoAsync(new RestoreToFolder(Accepting(), Path.Combine(store.Root, "out"), RestoreConflict.Keep));
        EngineException refusal = await store.Local.RefusedAsync("QuotaExceeded", new RestoreOverwrite(Accepting()));
        Assert.Contains("2026-03-01 18:00:00Z", refusal.Message, StringComparison.Ordinal);
        await store.Local.DoAsync(new RestoreKeep(new RestoreSelection(new AccountReference("web01/bob"), null, [], [])));

        store.Clock.Advance(TimeSpan.FromHours(1));
        await store.Local.DoAsync(new RestoreOverwrite(Accepting()));
        await store.Local.RefusedAsync("QuotaExceeded", new RestoreOverwrite(Accepting()));
    }

    [Fact]
    public async Task A_restore_that_fails_by_itself_counts_for_nothing()
    {
        await using Store store = await BackedUpAsync();
        await store.Local.DoAsync(new UpdateSetting("restore.limit.count", ["1"]));

        await store.Local.RefusedAsync("NotFound", new RestoreKeep(Accepting() with { Paths = ["no such file"] }));
        await store.Local.DoAsync(new RestoreKeep(Accepting()));

        await store.Local.RefusedAsync("QuotaExceeded", new RestoreKeep(Accepting()));
    }

    private static RestoreSelection Accepting(params string[] conditions) => new(s_alice, null, [], []) { AcceptedConditions = conditions };

    private static async Task<Store> BackedUpAsync(params string[] others)
    {
        Store store = await Store.CreateAsync(["alice", .. others]);
        await store.Local.DoAsync(new BackupAccount(s_alice, []));
        return store;
    }
}
