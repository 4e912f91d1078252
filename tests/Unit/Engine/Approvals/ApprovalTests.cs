using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Approvals;
using BackupAccess.Engine.Audit;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Maintenance;
using BackupAccess.Engine.Operations;
using BackupAccess.Repository.Retention;

namespace BackupAccess.Engine.Tests.Approvals;

/// <summary>An operation that needs a second person: asked for, approved, run once.</summary>
public sealed class ApprovalTests
{
    [Fact]
    public async Task An_operation_that_is_named_makes_a_request_and_nothing_else()
    {
        await using ApprovalWorld world = await ApprovalWorld.CreateAsync("lockBackup");

        Guid id = await world.Operator.RequestAsync(new LockBackup(world.Backup, "audit", null));

        Approval request = await world.ShowAsync(id);
        Assert.Equal((ApprovalState.Pending, "oper", "lockBackup"), (request.State, request.Requester, request.Operation));
        Assert.Equal(("backup", world.Backup.Text, "web01/alice"), (request.ObjectKind, request.ObjectId, request.ObjectName));
        Assert.Equal([$"backup: {world.Backup.Text}", "reason: audit"], request.Parameters);
        Assert.Equal(TimeSpan.FromHours(24), request.Expires - request.Created);
        Assert.False((await world.Operator.DoAsync(new GetBackup(world.Backup))).Locked);
    }

    [Fact]
    public async Task An_approved_request_is_run_once()
    {
        await using ApprovalWorld world = await ApprovalWorld.CreateAsync("lockBackup", "unlockBackup");
        LockBackup request = new(world.Backup, "audit", null);
        Guid id = await world.ApprovedAsync(request);

        Assert.True((await world.Operator.RunAsync(request, id)).Locked);

        Assert.Equal(ApprovalState.Used, (await world.ShowAsync(id)).State);
        Guid unlock = await world.ApprovedAsync(new UnlockBackup(world.Backup));
        await world.Operator.RunAsync(new UnlockBackup(world.Backup), unlock);
        await world.Operator.RefusedRunAsync("ApprovalUsed", request, id);
    }

    [Fact]
    public async Task What_is_not_named_and_what_only_looks_need_no_approval()
    {
        await using ApprovalWorld world = await ApprovalWorld.CreateAsync("unlockBackup", "applyRetention");
        ApplyRetention keepTwo = new(new AccountReference("alice"), new RetentionPolicy { Last = 2 }, null, RetentionPrune.None, WorkMode.Preview);

        await world.Operator.DoAsync(new LockBackup(world.Backup, null, null));
        Assert.Equal(0, (await world.Operator.DoAsync(keepTwo)).Deleted);

        Guid id = await world.Operator.RequestAsync(keepTwo with { Mode = WorkMode.Apply });
        Assert.Equal(["account: web01/alice", "policy: last: 2", "prune: None", "mode: Apply"], (await world.ShowAsync(id)).Parameters);
    }

    [Fact]
    public async Task The_same_call_again_is_the_same_request()
    {
        await using ApprovalWorld world = await ApprovalWorld.CreateAsync("lockBackup");
        LockBackup request = new(world.Backup, "audit", null);
        Guid id = await world.Operator.RequestAsync(request);

        Assert.Equal(id, await world.Operator.RequestAsync(new LockBackup(new BackupReference(world.Backup.Text[..13]), "audit", null)));
        await world.Approver.DoAsync(new ApproveRequest(id));
        Assert.Equal(id, await world.Operator.RequestAsync(request));
        Assert.NotEqual(id, await world.Operator.RequestAsync(request with { Reason = "another" }));
        await world.Store.Local.RefusedAsync("ApprovalRequired", request);
        await world.Operator.RunAsync(request, id);
    }

    [Fact]
    public async Task A_request_is_run_neither_before_it_is_approved_nor_after_it_was_denied()
    {
        await using ApprovalWorld world = await ApprovalWorld.CreateAsync("lockBackup");
        LockBackup request = new(world.Backup, null, null);
        Guid id = await world.Operator.RequestAsync(request);

        await world.Operator.RefusedRunAsync("ApprovalPending", request, id);
        await world.Approver.DoAsync(new DenyRequest(id, "not before the audit"));
        await world.Operator.RefusedRunAsync("ApprovalDenied", request, id);

        Assert.Equal((ApprovalState.Denied, "not before the audit", "boss"), ((await world.ShowAsync(id)).State, (await world.ShowAsync(id)).Reason, (await world.ShowAsync(id)).DecidedBy));
        await world.Approver.RefusedAsync("Conflict", new ApproveRequest(id));
        Assert.NotEqual(id, await world.Operator.RequestAsync(request));
    }

    [Fact]
    public async Task An_approval_can_be_taken_back_until_it_is_used()
    {
        await using ApprovalWorld world = await ApprovalWorld.CreateAsync("lockBackup");
        LockBackup request = new(world.Backup, null, null);
        Guid id = await world.ApprovedAsync(request);

        await world.Approver.DoAsync(new DenyRequest(id, null));

        await world.Operator.RefusedRunAsync("ApprovalDenied", request, id);
    }

    [Fact]
    public async Task A_requester_takes_an_own_request_back()
    {
        await using ApprovalWorld world = await ApprovalWorld.CreateAsync("lockBackup");
        Guid id = await world.Operator.RequestAsync(new LockBackup(world.Backup, null, null));

        await world.Operator.DoAsync(new DenyRequest(id, "a mistake"));

        await world.Approver.RefusedAsync("Conflict", new ApproveRequest(id));
    }

    [Fact]
    public async Task A_request_expires_whether_it_was_approved_or_not()
    {
        await using ApprovalWorld world = await ApprovalWorld.CreateAsync("lockBackup");
        LockBackup request = new(world.Backup, null, null);
        Guid approved = await world.ApprovedAsync(request);
        Guid pending = await world.Operator.RequestAsync(request with { Reason = "another" });

        world.Store.Clock.Advance(TimeSpan.FromHours(24));

        await world.Operator.RefusedRunAsync("ApprovalExpired", request, approved);
        await world.Approver.RefusedAsync("Conflict", new ApproveRequest(pending));
        Assert.Equal([ApprovalState.Expired, ApprovalState.Expired], (await world.Approver.ListAsync(new ListApprovals([], [], [], []))).Select(one => one.State));
        Assert.NotEqual(approved, await world.Operator.RequestAsync(request));
    }

    [Fact]
    public async Task An_approval_is_for_one_request_and_one_requester()
    {
        await using ApprovalWorld world = await ApprovalWorld.CreateAsync("lockBackup");
        await using Sessions.LocalClient other = await world.Store.SignInAsync("other", ["Operator"], "web01");
        LockBackup request = new(world.Backup, "audit", null);
        Guid id = await world.ApprovedAsync(request);

        await world.Operator.RefusedRunAsync("ApprovalMismatch", request with { Reason = "another" }, id);
        await other.RefusedRunAsync("NotFound", request, id);
        await world.Operator.RefusedRunAsync("NotFound", request, Guid.CreateVersion7());

        Assert.True((await world.Operator.RunAsync(request, id)).Locked);
    }

    [Fact]
    public async Task Work_and_reading_of_data_take_the_approval_when_they_begin()
    {
        await using ApprovalWorld world = await ApprovalWorld.CreateAsync("deleteBackup", "listBackupFiles");
        DeleteBackup delete = new(world.Backup);
        ListBackupFiles files = new(world.Backup, BackupItem.HomeDirectory, "", BrowseDepth.Children);
        Guid deletion = await world.ApprovedAsync(delete);
        Guid listing = await world.ApprovedAsync(files);

        // There is no repository behind the backup, so both fail, after they began.
        await world.Operator.RefusedRunAsync("NotFound", delete, deletion);
        await Assert.ThrowsAsync<NotFoundException>(async () => await (await world.Operator.RunAsync(files, listing)).ToListAsync());

        await world.Operator.RefusedRunAsync("ApprovalUsed", delete, deletion);
        await world.Operator.RefusedRunAsync("ApprovalUsed", files, listing);
    }

    [Fact]
    public async Task Asking_approving_and_running_are_in_the_audit_log()
    {
        await using ApprovalWorld world = await ApprovalWorld.CreateAsync("lockBackup");
        long before = await world.Store.AuditEndAsync();
        LockBackup request = new(world.Backup, "audit", null);
        Guid id = await world.ApprovedAsync(request);

        await world.Operator.RunAsync(request, id);

        IReadOnlyList<AuditEvent> told = await world.Store.AuditAsync(before);
        Assert.Equal(
            ["oper requestApproval Succeeded", "oper lockBackup Refused", "boss approveRequest Succeeded", "oper useApproval Succeeded", "oper lockBackup Succeeded"],
            told.Select(one => $"{one.Principal} {one.Operation} {one.Outcome}"));
        Assert.Equal(3, told.Count(one => one.ObjectKind == "approval" && one.ObjectId == id.ToString() && one.ObjectName == "lockBackup on web01/alice"));
        Assert.Equal("approved by boss", told[3].Reason);
        Assert.Contains(id.ToString(), told[1].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_person_has_a_hundred_open_requests_at_most()
    {
        await using ApprovalWorld world = await ApprovalWorld.CreateAsync("lockBackup");
        for (int i = 0; i < 100; i++)
        {
            await world.Operator.RequestAsync(new LockBackup(world.Backup, $"reason {i}", null));
        }

        await world.Operator.RefusedAsync("QuotaExceeded", new LockBackup(world.Backup, "one more", null));

        Assert.Equal(100, (await world.Operator.ListAsync(new ListApprovals([], [ApprovalState.Pending], [], []))).Count);
    }

    [Fact]
    public async Task Of_two_runs_of_one_approval_at_once_one_wins()
    {
        await using ApprovalWorld world = await ApprovalWorld.CreateAsync("updateAccount");
        UpdateAccount request = new(new AccountReference("alice"), "alice@example.org", null, null, null, null);
        for (int round = 0; round < 20; round++)
        {
            Guid id = await world.ApprovedAsync(request);

            string?[] outcomes = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => OutcomeAsync(world, request, id))));

            Assert.Equal(["ApprovalUsed", "ApprovalUsed", "ApprovalUsed", null], outcomes.OrderByDescending(outcome => outcome, StringComparer.Ordinal));
        }
    }

    private static async Task<string?> OutcomeAsync(ApprovalWorld world, UpdateAccount request, Guid id)
    {
        try
        {
            await world.Operator.RunAsync(request, id);
            return null;
        }
        catch (EngineException e)
        {
            return e.ErrorId;
        }
    }
}
