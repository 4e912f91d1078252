using BackupAccess.Engine.Leases;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Schedules;
using BackupAccess.Engine.Sessions;

namespace BackupAccess.Engine.Tasks;

/// <summary>
/// Works the queue in the background, as many tasks at once as have room, and takes up runs of schedules that were asked for. Each passes the door as who asked for it, and is
/// decided anew; who runs it is nobody's matter.
/// </summary>
internal sealed class TaskWorker(Door door, Scheduler scheduler) : IAsyncDisposable
{
    private static readonly TimeSpan s_poll = TimeSpan.FromMilliseconds(500);

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _stop = new();
    private Task _working = Task.CompletedTask;
    private bool _isWorking;
    private bool _isAsked;
    private bool _isDisposed;

    /// <summary>Has the queue be worked until nothing waits for a worker.</summary>
    public void Start()
    {
        lock (_gate)
        {
            _isAsked = true;
            if (!_isWorking && !_isDisposed)
            {
                _isWorking = true;
                _working = Task.Run(() => WorkWhileAskedAsync(_stop.Token), CancellationToken.None);
            }
        }
    }

    /// <summary>Works until nothing waits for a worker and what it has begun is over.</summary>
    public async Task WorkAsync(IProgress<WorkTask>? ended, CancellationToken cancellationToken)
    {
        List<Task> running = [];
        try
        {
            do
            {
                scheduler.RunAsked(cancellationToken);
                running.AddRange(Take(ended, cancellationToken));
                Task later = Task.Delay(s_poll, door.Services.Time, cancellationToken);
                Task next = await Task.WhenAny([.. running, later]).ConfigureAwait(false);
                running.Remove(next);
                await next.ConfigureAwait(false);
            }
            while (running.Count > 0 || door.Tasks.HasWork() || scheduler.HasRuns());
        }
        finally
        {
            await Task.WhenAll(running).ConfigureAwait(false);
        }
    }

    /// <summary>Stops the work: what runs goes back into the queue.</summary>
    public async ValueTask DisposeAsync()
    {
        Task working;
        lock (_gate)
        {
            if (_isDisposed)
            {
                return;
            }

            _isDisposed = true;
            _stop.Cancel();
            working = _working;
        }

        await working.ConfigureAwait(false);
        _stop.Dispose();
    }

    /// <summary>Nobody is there to be told that the state is out of reach, so it is tried again.</summary>
    private async Task WorkWhileAskedAsync(CancellationToken cancellationToken)
    {
        while (IsAsked() && !cancellationToken.IsCancellationRequested)
        {
            try
            {
                await WorkAsync(ended: null, cancellationToken).ConfigureAwait(false);
            }
            catch (EngineException)
            {
                _isAsked = true;
                await Task.WhenAny(Task.Delay(s_poll, door.Services.Time, cancellationToken)).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
        }
    }

    /// <summary>Whether anybody has asked since it was last looked; where nobody has, the next who does begins anew.</summary>
    private bool IsAsked()
    {
        lock (_gate)
        {
            _isWorking = _isAsked;
            _isAsked = false;
            return _isWorking;
        }
    }

    private IEnumerable<Task> Take(IProgress<WorkTask>? ended, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            long asked = door.Services.Time.GetTimestamp();
            if (door.Tasks.Take(LeaseHolder.New(door.Services.Time)) is not { } task)
            {
                yield break;
            }

            yield return Task.Run(() => RunAsync(new TaskRun(door.Tasks, task, asked, watcher: null), task, ended, cancellationToken), CancellationToken.None);
        }
    }

    private async Task RunAsync(TaskRun run, TaskRow task, IProgress<WorkTask>? ended, CancellationToken cancellationToken)
    {
        Session session = task.SessionAt(door.Services.Time.GetUtcNow());
        try
        {
            IWorkHandler handler = OperationCatalogue.Find(task.Operation) as IWorkHandler ?? throw new NotFoundException("operation", task.Operation);
            Call call = new(session, Progress: null, task.ApprovalList) { Task = run };
            await handler.RunAsync(door, call, task.Request, cancellationToken).ConfigureAwait(false);
        }
        catch (EngineException e)
        {
            // The door has told the audit log; of what it didn't let pass, the task isn't told yet.
            run.Fail(e);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The task is back in the queue.
        }

        if (ended is not null && door.Tasks.Find(task.Id) is { EndedAt: not null } end)
        {
            ended.Report(end.Show());
        }
    }
}
