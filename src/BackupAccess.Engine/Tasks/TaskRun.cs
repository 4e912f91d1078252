using System.Globalization;
using BackupAccess.Engine.Leases;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Tasks;

/// <summary>
/// A task that this process has: its lease, which carries the progress to who looks and brings the wish to stop it, and its
/// end. What completes it is written down in the transaction of its result, by who still holds it; so nothing is done twice.
/// </summary>
internal sealed class TaskRun : Lease, IProgress<WorkProgress>
{
    private static readonly TimeSpan s_heartbeat = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_poll = TimeSpan.FromMilliseconds(200);

    private readonly TaskQueue _queue;
    private readonly long _asked;
    private readonly IProgress<WorkProgress>? _watcher;
    private readonly CancellationTokenSource _stop = new();
    private TaskRow _task;
    private WorkProgress? _newest;
    private WorkProgress? _written;
    private volatile string? _stoppedBy;
    private volatile bool _isCompleted;

    /// <param name="queue">Whose.</param>
    /// <param name="task">The task, held by this process.</param>
    /// <param name="asked">The timestamp from before it was.</param>
    /// <param name="watcher">Who sees the progress beside; null for nobody.</param>
    public TaskRun(TaskQueue queue, TaskRow task, long asked, IProgress<WorkProgress>? watcher)
        : base(queue.Services, task.Holder!) => (_queue, _task, _asked, _watcher) = (queue, task, asked, watcher);

    public string Id => _task.Id;

    /// <summary>The id of what the task makes, the same in every attempt.</summary>
    public Guid ProductId => Guid.Parse(_task.ProductId);

    /// <summary>The job that it is part of; null for none.</summary>
    public Guid? JobId => _task.JobId is { } job ? Guid.Parse(job) : null;

    /// <summary>Whether an attempt before this one was cut off.</summary>
    public bool IsRepeated => HasBegun && !HasCaller;

    /// <summary>Whether the door has let an attempt pass before, which has used the approvals.</summary>
    public bool HasBegun => _task.Begun != 0;

    /// <summary>Whether its caller waits for it.</summary>
    public bool HasCaller => _task.HasCaller;

    /// <summary>Why it was cut off, as a clause.</summary>
    public string WhyCut => _stoppedBy is { } by ? WhyStopped(by) : IsLost ? "the right to run it was lost" : HasCaller ? "cancelled" : "the worker was stopped";

    public static string WhyStopped(string by) => $"stopped by \"{by}\"";

    public void Report(WorkProgress value)
    {
        Volatile.Write(ref _newest, value);
        _watcher?.Report(value);
    }

    /// <summary>Does the work, with the wait for a lane; however it ends, so does the task.</summary>
    /// <exception cref="TaskFailedException">Somebody else stopped it.</exception>
    public async Task<T> PerformAsync<T>(Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        bool isSettled = false;
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _stop.Token);
        Start(_asked, s_heartbeat);
        try
        {
            T result = await RunAsync(work, stop.Token).ConfigureAwait(false);
            isSettled = true;
            return result;
        }
        catch (EngineException e)
        {
            isSettled = true;
            Fail(e);
            throw;
        }
        catch (OperationCanceledException) when (_stoppedBy is not null)
        {
            isSettled = true;
            throw new TaskFailedException(Cut());
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            isSettled = true;
            Cut();
            throw;
        }
        finally
        {
            if (!isSettled)
            {
                End(TaskState.Failed, "an error of the program ended it", errorId: null);
            }

            await DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Waits until the task is among the first that have room.</summary>
    public async Task AwaitTurnAsync(CancellationToken cancellationToken)
    {
        while (!_task.IsRunning)
        {
            Report(new WorkProgress($"{_task.Kind} of {_task.AccountPath}", "Waiting for a free lane", 0, null, 0, null));
            await Task.Delay(s_poll, Services.Time, cancellationToken).ConfigureAwait(false);
            _task = _queue.TryStart(_task) ?? _task;
        }
    }

    /// <summary>The door has let the attempt pass.</summary>
    public void Begin(StateConnection db) => TaskStore.SetBegun(db, Id);

    /// <summary>Writes down that the task is completed, in the transaction of its result.</summary>
    /// <exception cref="ConflictException">It was lost to another.</exception>
    public void Complete(StateConnection db, TaskResult result)
    {
        TaskRow ended = Ended(TaskState.Completed, result.Problems == 0 ? null : string.Create(CultureInfo.InvariantCulture, $"{result.Problems} problems"), errorId: null);
        _isCompleted = true;
        if (!TaskStore.End(db, ended with { Result = result.ToJson() }, Holder))
        {
            throw Lost(inner: null);
        }
    }

    /// <summary>Writes down why the task failed; of one that was lost another decides what becomes of it.</summary>
    public void Fail(EngineException failure)
    {
        if (!IsLost)
        {
            End(TaskState.Failed, failure.Message, failure.ErrorId);
        }
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync().ConfigureAwait(false);
        _stop.Dispose();
    }

    protected override bool TryRenew()
    {
        if (_isCompleted)
        {
            return true;
        }

        WorkProgress? newest = Volatile.Read(ref _newest);
        TaskRow? task;
        using (StateTransaction transaction = Services.Database.BeginImmediate())
        {
            task = TaskStore.Renew(transaction, Id, Holder, ExpiresAt, newest == _written ? null : TaskProgress.ToJson(newest));
            transaction.Commit();
        }

        _written = newest;
        if (task?.StoppedBy is { } by && _stoppedBy is null)
        {
            _stoppedBy = by;
            _ = _stop.CancelAsync();
        }

        return task is not null || _isCompleted;
    }

    protected override ConflictException Lost(Exception? inner) => new("Conflict", $"The right to run the task \"{Id}\" was lost to another process.", inner);

    private WorkTask Cut()
    {
        using StateTransaction transaction = Services.Database.BeginImmediate();
        TaskRow task = TaskStore.Find(transaction, Id) ?? _task;
        if (HasCaller || _stoppedBy is not null)
        {
            TaskStore.End(transaction, Ended(TaskState.Stopped, WhyCut, errorId: null), Holder);
        }
        else
        {
            // A worker that is stopped uses up no attempt.
            _queue.LetGo(transaction, task with { Holder = Holder }, WhyCut, task.Attempts - 1);
        }

        WorkTask cut = (TaskStore.Find(transaction, Id) ?? task).Show();
        transaction.Commit();
        return cut;
    }

    private void End(TaskState state, string message, string? errorId)
    {
        using StateTransaction transaction = Services.Database.BeginImmediate();
        TaskStore.End(transaction, Ended(state, message, errorId), Holder);
        transaction.Commit();
    }

    private TaskRow Ended(TaskState state, string? message, string? errorId) => _task with
    {
        State = state.ToString(),
        EndedAt = Services.Time.Now(),
        Message = message,
        ErrorId = errorId,
        Progress = TaskProgress.ToJson(Volatile.Read(ref _newest)),
    };
}
