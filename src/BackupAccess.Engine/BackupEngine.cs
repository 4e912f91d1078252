using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Schedules;
using BackupAccess.Engine.Serving;
using BackupAccess.Engine.Sessions;
using BackupAccess.Engine.Tasks;

namespace BackupAccess.Engine;

/// <summary>The engine over one state folder. <c>InvokeAsync</c> is the only way in.</summary>
public sealed class BackupEngine : IAsyncDisposable
{
    private readonly Door _door;
    private readonly Scheduler _scheduler;
    private readonly TaskWorker _worker;

    internal BackupEngine(EngineServices services)
    {
        _door = new Door(services);
        _scheduler = new Scheduler(_door);
        _worker = new TaskWorker(_door, _scheduler);
    }

    /// <summary>Asks for one act as the session's principal.</summary>
    /// <exception cref="EngineException">The act was refused or failed.</exception>
    public Task<TResult> InvokeAsync<TResult>(Session session, IOperation<TResult> request, IProgress<WorkProgress>? progress, CancellationToken cancellationToken) =>
        InvokeAsync(session, request, progress, approvals: [], cancellationToken);

    /// <summary>Asks for one act as the session's principal, with approvals that it may stand on.</summary>
    /// <exception cref="EngineException">The act was refused or failed.</exception>
    public Task<TResult> InvokeAsync<TResult>(
        Session session, IOperation<TResult> request, IProgress<WorkProgress>? progress, IReadOnlyList<Guid> approvals, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(approvals);
        return OperationCatalogue.Find(request).PassAsync(_door, new Call(session, progress, approvals), request, cancellationToken);
    }

    /// <summary>Puts an act that lasts into the queue, as the session's principal, and works the queue from then on.</summary>
    /// <exception cref="EngineException">The act was refused, or can't be queued.</exception>
    public WorkTask Queue<TResult>(Session session, IOperation<TResult> request, IReadOnlyList<Guid> approvals)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(approvals);
        WorkTask queued = OperationCatalogue.Find(request).Queue(_door, new Call(session, Progress: null, approvals), request);
        _worker.Start();
        return queued;
    }

    /// <summary>Works the queue in the background until nothing in it waits for a worker.</summary>
    public void StartWorking() => _worker.Start();

    /// <summary>Works the queue until nothing in it waits for a worker and what was begun is over.</summary>
    public Task WorkQueueAsync(IProgress<WorkTask>? ended, CancellationToken cancellationToken) => _worker.WorkAsync(ended, cancellationToken);

    /// <summary>Runs schedules and works the queue until it is ended.</summary>
    public Task ServeAsync(Action? ready, CancellationToken cancellationToken) => new ServeLoop(_door, _scheduler, _worker).RunAsync(ready, cancellationToken);

    /// <summary>Stops working the queue; what runs goes back into it.</summary>
    public ValueTask DisposeAsync() => _worker.DisposeAsync();
}
