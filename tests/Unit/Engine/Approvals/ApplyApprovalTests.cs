using BackupAccess.Engine.Approvals;
using BackupAccess.Engine.Connectors;
using BackupAccess.Engine.DesiredState;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Sessions;
using BackupAccess.Engine.Users;

namespace BackupAccess.Engine.Tests.Approvals;

/// <summary>A desired-state apply collects the requests it needs and stops before changing anything.</summary>
public sealed class ApplyApprovalTests
{
    private const string Yaml = """
        apiVersion: backupaccess/v1
        kind: State
        users:
          - name: jane
            roles: [FullSupport]
          - name: joe
            roles: [FullSupport]
        grants:
          - user: jane
            connectors: [web01]
          - user: joe
            connectors: [web01]
        """;

    private static readonly ApplyState s_apply = new([new StateDocument("access.yaml", "/", Yaml)]);

    [Fact]
    public async Task An_apply_collects_all_requests_it_needs_and_changes_nothing()
    {
        await using ApprovalWorld world = await ApprovalWorld.CreateAsync("createUser", "grantConnector");
        await using LocalClient admin = await world.Store.SignInAsAdministratorAsync();

        ApprovalRequiredException failure = await Assert.ThrowsAsync<ApprovalRequiredException>(() => admin.DoAsync(s_apply));

        Assert.Equal(4, failure.Approvals.Count);
        Assert.All(failure.Approvals, id => Assert.Contains(id.ToString(), failure.Message, StringComparison.Ordinal));
        Assert.Empty(await world.Store.Local.ListAsync(new ListUsers(["jane", "joe"])));
        Assert.Equal(
            ["createUser on jane", "createUser on joe", "grantConnector on jane on web01", "grantConnector on joe on web01"],
            (await world.Approver.ListAsync(new ListApprovals(failure.Approvals, [], [], []))).Select(one => $"{one.Operation} on {one.ObjectName}").Order(StringComparer.Ordinal));
        Assert.Equal(failure.Approvals, (await Assert.ThrowsAsync<ApprovalRequiredException>(() => admin.DoAsync(s_apply))).Approvals);
    }

    [Fact]
    public async Task An_apply_runs_with_all_its_approvals_once_and_with_one_missing_not_at_all()
    {
        await using ApprovalWorld world = await ApprovalWorld.CreateAsync("createUser", "grantConnector");
        await using LocalClient admin = await world.Store.SignInAsAdministratorAsync();
        Guid[] ids = [.. (await Assert.ThrowsAsync<ApprovalRequiredException>(() => admin.DoAsync(s_apply))).Approvals];
        foreach (Guid id in ids[..3])
        {
            await world.Approver.DoAsync(new ApproveRequest(id));
        }

        await admin.RefusedRunAsync("ApprovalPending", s_apply, ids);
        Assert.Equal(ids[3..], (await Assert.ThrowsAsync<ApprovalRequiredException>(() => admin.RunAsync(s_apply, ids[..3]))).Approvals);
        Assert.Empty(await world.Store.Local.ListAsync(new ListUsers(["jane", "joe"])));
        await world.Approver.DoAsync(new ApproveRequest(ids[3]));
        await admin.RunAsync(s_apply, ids);

        Assert.Equal(2, (await world.Store.Local.ListAsync(new ListConnectorGrants([], []))).Count(grant => grant.User is "jane" or "joe"));
        Assert.Equal(4, (await world.Approver.ListAsync(new ListApprovals(ids, [ApprovalState.Used], [], []))).Count);
    }

    [Fact]
    public async Task A_user_made_meanwhile_under_the_name_is_not_the_one_that_was_approved()
    {
        await using ApprovalWorld world = await ApprovalWorld.CreateAsync("grantConnector");
        await using LocalClient admin = await world.Store.SignInAsAdministratorAsync();
        Guid[] ids = [.. (await Assert.ThrowsAsync<ApprovalRequiredException>(() => admin.DoAsync(s_apply))).Approvals];
        foreach (Guid id in ids)
        {
            await world.Approver.DoAsync(new ApproveRequest(id));
        }

        await world.Store.Local.DoAsync(new CreateUser("jane", ["FullSupport"], ConsoleAccess.On, null, null));
        ApprovalRequiredException failure = await Assert.ThrowsAsync<ApprovalRequiredException>(() => admin.RunAsync(s_apply, ids));

        Assert.DoesNotContain(Assert.Single(failure.Approvals), ids);
        Assert.Empty(await world.Store.Local.ListAsync(new ListUsers(["joe"])));
    }
}
