using BackupAccess.Engine.Access;
using BackupAccess.Engine.Approvals;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.State;
using BackupAccess.Engine.Users;

namespace BackupAccess.Engine.Tests.Access;

public sealed partial class MatrixWorld
{
    private async Task<(Func<IOperationClient, Task> Ask, string Typed)?> OfApprovalAsync(string operation, string role, MatrixTarget target)
    {
        if (operation is not ("approveRequest" or "denyRequest"))
        {
            return null;
        }

        Guid id = target == MatrixTarget.Missing ? Guid.CreateVersion7() : await MakeApprovalAsync(target == MatrixTarget.Own ? role : await MakeVictimAsync());
        return operation == "approveRequest" ? (Do(new ApproveRequest(id)), id.ToString()) : (Do(new DenyRequest(id, null)), id.ToString());
    }

    /// <summary>A request of the user's about <c>web01/alice</c>.</summary>
    private async Task<Guid> MakeApprovalAsync(string user)
    {
        User requester = Assert.Single(await _store.Local.ListAsync(new ListUsers([user])));
        using StateTransaction transaction = _store.Database.BeginImmediate();
        Guid id = Guid.CreateVersion7();
        Target alice = Target.OfAccount(connector: 1, openLegacy: false, owner: Guid.Empty);
        long now = _store.Clock.GetUtcNow().ToMicroseconds();
        ApprovalStore.Insert(transaction, new ApprovalRow(
            id.ToString(), requester.Id.ToString(), user, "updateAccount", "account", null, "web01/alice", "{}", "[]", FrozenTarget.Freeze([alice]),
            now, now + 1, null, null, null, null, null, null));
        transaction.Commit();
        return id;
    }
}
