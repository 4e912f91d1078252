using BackupAccess.Engine.Approvals;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Sessions;
using BackupAccess.Engine.Settings;

namespace BackupAccess.Engine.Tests.Approvals;

/// <summary>A store with a backup of <c>web01/alice</c>, an operator who needs approvals, and an administrator beside root-admin who gives them.</summary>
internal sealed class ApprovalWorld : IAsyncDisposable
{
    private ApprovalWorld(Store store) => Store = store;

    public Store Store { get; }

    public LocalClient Operator { get; private set; } = null!;

    public LocalClient Approver { get; private set; } = null!;

    public BackupReference Backup { get; private set; } = null!;

    /// <summary>A world where these operations need an approval.</summary>
    public static async Task<ApprovalWorld> CreateAsync(params string[] operations)
    {
        Store store = await Store.CreateAsync("alice");
        store.InsertBackup("web01/alice");
        ApprovalWorld world = new(store)
        {
            Operator = await store.SignInAsync("oper", ["Operator"], "web01"),
            Approver = await store.SignInAsync("boss", ["Administrator"]),
            Backup = new BackupReference((await store.Local.ListAsync(new ListBackups([], [], null, null, null, null, null)))[0]),
        };
        await store.Local.DoAsync(new UpdateSetting("approval.operations", operations));
        return world;
    }

    /// <summary>A request of the operator's, approved.</summary>
    public async Task<Guid> ApprovedAsync<TResult>(Engine.Operations.IOperation<TResult> request)
    {
        Guid id = await Operator.RequestAsync(request);
        await Approver.DoAsync(new ApproveRequest(id));
        return id;
    }

    public async Task<Approval> ShowAsync(Guid id) => Assert.Single(await Approver.ListAsync(new ListApprovals([id], [], [], [])));

    public async ValueTask DisposeAsync()
    {
        await Operator.DisposeAsync();
        await Approver.DisposeAsync();
        await Store.DisposeAsync();
    }
}
