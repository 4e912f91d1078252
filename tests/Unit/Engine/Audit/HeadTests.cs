using BackupAccess.Engine.Audit;
using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Tests.Audit;

/// <summary>The head file against kills between its steps, and against who holds the database only.</summary>
public sealed class HeadTests
{
    [Fact]
    public async Task Killed_before_the_commit_is_an_interruption_and_no_damage()
    {
        await using Store store = await Store.CreateAsync();
        Interrupt(store, commits: false);

        Assert.Empty((await store.VerifyAsync()).Findings);
        await store.WriteEventsAsync(1);

        AuditVerification verification = await store.VerifyAsync();
        Assert.Equal([AuditFindingKind.Interrupted], verification.Findings.Select(finding => finding.Kind));
        Assert.True(verification.Passed);
    }

    [Fact]
    public async Task Killed_after_the_commit_leaves_nothing_to_say()
    {
        await using Store store = await Store.CreateAsync();
        Interrupt(store, commits: true);

        Assert.Empty((await store.VerifyAsync()).Findings);
        await store.WriteEventsAsync(1);

        Assert.Empty((await store.VerifyAsync()).Findings);
    }

    [Fact]
    public async Task What_a_killed_process_had_committed_is_confirmed_when_the_state_is_next_opened()
    {
        await using Store store = await Store.CreateAsync();
        Interrupt(store, commits: true);
        long end = await store.AuditEndAsync();
        store.OpenFolder();

        store.Tamper($"DELETE FROM audit_event WHERE sequence = {end}");

        Assert.Equal([(AuditFindingKind.Missing, end)], (await store.VerifyAsync()).Findings.Select(finding => (finding.Kind, finding.First)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_cut_tail_is_found_at_once_and_after_more_was_written(int cut)
    {
        await using Store store = await Store.CreateAsync();
        await store.WriteEventsAsync(5);
        long end = await store.AuditEndAsync();
        store.Tamper($"DELETE FROM audit_event WHERE sequence > {end - cut}");

        AuditFinding found = Assert.Single((await store.VerifyAsync()).Findings);
        Assert.Equal((AuditFindingKind.Missing, end - cut + 1, end), (found.Kind, found.First, found.Last));

        await store.WriteEventsAsync(3);
        AuditVerification later = await store.VerifyAsync();
        Assert.False(later.Passed);
        Assert.Equal((AuditFindingKind.Missing, end - cut + 1, end), Of(Assert.Single(later.Findings)));
    }

    [Fact]
    public async Task A_cut_stays_known_when_the_process_that_finds_it_is_killed()
    {
        await using Store store = await Store.CreateAsync();
        await store.WriteEventsAsync(5);
        long end = await store.AuditEndAsync();
        store.Tamper($"DELETE FROM audit_event WHERE sequence > {end - 2}");
        Interrupt(store, commits: false);
        await store.WriteEventsAsync(1);

        AuditFinding found = Assert.Single((await store.VerifyAsync()).Findings, one => one.Kind == AuditFindingKind.Missing);

        Assert.Equal((end - 1, end), (found.First, found.Last));
    }

    [Fact]
    public async Task An_older_copy_of_the_database_is_found()
    {
        await using Store store = await Store.CreateAsync();
        string copy = Path.Combine(store.Root, "copy.db");
        store.Tamper($"VACUUM INTO '{copy}'");
        await store.WriteEventsAsync(2);
        await store.Local.DisposeAsync();
        foreach (string file in Directory.GetFiles(store.StatePath, "state.db*"))
        {
            File.Delete(file);
        }

        File.Copy(copy, Path.Combine(store.StatePath, "state.db"));

        Assert.Equal([AuditFindingKind.Missing], (await store.VerifyAsync()).Findings.Select(finding => finding.Kind));
    }

    [Fact]
    public async Task A_head_that_a_power_cut_took_back_is_no_damage()
    {
        await using Store store = await Store.CreateAsync();
        await store.WriteEventsAsync(1);
        byte[] head = await File.ReadAllBytesAsync(store.HeadPath());
        await store.WriteEventsAsync(2);
        await File.WriteAllBytesAsync(store.HeadPath(), head);

        Assert.Empty((await store.VerifyAsync()).Findings);
        await store.WriteEventsAsync(1);

        Assert.Empty((await store.VerifyAsync()).Findings);
    }

    [Theory]
    [InlineData(true, AuditFindingKind.HeadMissing)]
    [InlineData(false, AuditFindingKind.HeadDamaged)]
    public async Task A_head_that_is_gone_or_changed_is_found_and_stays_known(bool gone, AuditFindingKind kind)
    {
        await using Store store = await Store.CreateAsync();
        if (gone)
        {
            File.Delete(store.HeadPath());
        }
        else
        {
            string text = await File.ReadAllTextAsync(store.HeadPath());
            await File.WriteAllTextAsync(store.HeadPath(), text.Replace("\"confirmed\":", "\"confirmed\":1", StringComparison.Ordinal));
        }

        Assert.Equal([kind], (await store.VerifyAsync()).Findings.Select(finding => finding.Kind));
        await store.WriteEventsAsync(1);

        Assert.Equal([kind], (await store.VerifyAsync()).Findings.Select(finding => finding.Kind));
    }

    [Fact]
    public async Task The_head_is_for_its_owner_alone()
    {
        await using Store store = await Store.CreateAsync();
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(store.HeadPath()));
    }

    [Fact]
    public async Task What_can_not_be_written_to_the_head_is_not_done()
    {
        await using Store store = await Store.CreateAsync();
        File.Delete(store.HeadPath());
        Directory.CreateDirectory(store.HeadPath());

        await store.Local.RefusedAsync("StateUnavailable", new Engine.Users.CreateUser("jane", [], Engine.Users.ConsoleAccess.Off, null, null));

        Assert.DoesNotContain(await store.Local.ListAsync(new Engine.Users.ListUsers([])), user => user.Name == "jane");
    }

    /// <summary>Leaves what a process leaves that is killed while it commits.</summary>
    private static void Interrupt(Store store, bool commits)
    {
        StateDatabase database = store.OpenFolder().Database;
        using StateTransaction transaction = database.BeginImmediate();
        transaction.Append(store, "interrupted");
        Assert.Throws<OperationCanceledException>(() => database.Audit!.Commit(transaction, () =>
        {
            if (commits)
            {
                transaction.AuditSpan = null;
                transaction.Commit();
            }

            throw new OperationCanceledException();
        }));
    }

    private static (AuditFindingKind Kind, long First, long Last) Of(AuditFinding finding) => (finding.Kind, finding.First, finding.Last);
}
