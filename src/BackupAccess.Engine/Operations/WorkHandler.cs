using BackupAccess.Engine.Access;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Approvals;
using BackupAccess.Engine.State;
using BackupAccess.Engine.Tasks;

namespace BackupAccess.Engine.Operations;

/// <summary>
/// Works for a while outside any transaction (a backup, a restore). The audit log takes its beginning and its end; what
/// it changes in the state at the end goes into one transaction with the latter.
/// </summary>
internal abstract class WorkHandler<TRequest, TSubject, TResult> : Handler<TRequest, TSubject, TResult>, IWorkHandler
    where TRequest : IOperation<TResult>
    where TSubject : ISubject
{
    public override OperationEffect Effect => OperationEffect.Work;

    /// <summary>Whether completing the work changes the state, so that the right to it is judged once more in that transaction.</summary>
    public virtual bool ChangesState => false;

    /// <summary>How the work stands in the queue of tasks; null for work that is no task.</summary>
    public virtual TaskPlan? PlanOf(TRequest request, TSubject subject) => null;

    /// <summary>What the work's task tells of how it ended.</summary>
    public virtual TaskResult TaskResultOf(TResult result) => throw new NotSupportedException($"{Name} is no task.");

    /// <summary>What the audit log tells of the request besides what it is about.</summary>
    public virtual string? ReasonOf(TRequest request) => null;

    /// <summary>What the audit log tells of how the work ended; null for what it tells of the request.</summary>
    public virtual string? ToldOf(TResult result) => null;

    /// <summary>The account whose notification address is told how the work ended; null for none.</summary>
    public virtual AccountRow? Notifies(TSubject subject) => null;

    /// <summary>Waits for what the work needs to itself. The door resolves and decides again after it.</summary>
    public virtual Task PrepareAsync(TRequest request, TSubject subject, WorkContext context, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Does the work; it is stopped when the caller's right to it ends.</summary>
    /// <returns>What completes it in the state and yields the result.</returns>
    public abstract Task<Func<StateConnection, TResult>> WorkAsync(TRequest request, TSubject subject, WorkContext context, CancellationToken cancellationToken);

    public sealed override Task<TResult> PassAsync(Door door, Call call, IOperation<TResult> request, CancellationToken cancellationToken) =>
        door.WorkAsync(this, call, (TRequest)request, cancellationToken);

    public sealed override WorkTask Queue(Door door, Call call, IOperation<TResult> request) => door.Queue(this, call, (TRequest)request);

    public Task RunAsync(Door door, Call call, string frozen, CancellationToken cancellationToken) =>
        door.WorkAsync(this, call, (TRequest)RequestThaw.Thaw(typeof(TRequest), frozen), cancellationToken);
}
