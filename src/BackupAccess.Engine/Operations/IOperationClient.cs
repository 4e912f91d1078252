using BackupAccess.Engine.Tasks;

namespace BackupAccess.Engine.Operations;

/// <summary>What a face talks to: the engine in this process, or a server.</summary>
public interface IOperationClient : IAsyncDisposable
{
    /// <summary>Whom the client acts as, and where.</summary>
    SessionInfo Session { get; }

    /// <summary>Asks for one act. Progress comes in order, from whatever thread does the work.</summary>
    /// <exception cref="EngineException">The act was refused or failed.</exception>
    Task<TResult> InvokeAsync<TResult>(IOperation<TResult> request, IProgress<WorkProgress>? progress, CancellationToken cancellationToken);

    /// <summary>Asks for one act, with the approved requests that the caller acts by where the operation needs one.</summary>
    /// <exception cref="ApprovalRequiredException">The act needs an approval, which has been asked for.</exception>
    /// <exception cref="EngineException">The act was refused or failed.</exception>
    Task<TResult> InvokeAsync<TResult>(IOperation<TResult> request, IProgress<WorkProgress>? progress, IReadOnlyList<Guid> approvals, CancellationToken cancellationToken);

    /// <summary>Has an act that lasts be done by the queue, and returns at once.</summary>
    /// <exception cref="EngineException">The act was refused, or can't be queued.</exception>
    Task<WorkTask> QueueAsync<TResult>(IOperation<TResult> request, IReadOnlyList<Guid> approvals, CancellationToken cancellationToken);

    /// <summary>Sees that somebody works the queue: this process in the background, where no server has workers of its own.</summary>
    void StartWorking();
}
