using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Audit;
using BackupAccess.Engine.Clock;
using BackupAccess.Engine.Jobs;
using BackupAccess.Engine.Leases;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Tasks;

/// <summary>
/// The queue as one process sees it. A lane has so many tasks at once; whoever is among the first that have room goes, by
/// priority and then age, whether a caller waits for the task or any worker takes it. Everything is decided within an
/// immediate transaction, so that no two processes take one task, or the same place.
/// </summary>
internal sealed class TaskQueue(EngineServices services)
{
    /// <summary>What the audit log calls it that a task is put into the queue.</summary>
    public const string QueueOperation = "queueTask";

    /// <summary>How often a task is begun whose worker ends before it does.</summary>
    public const int MostAttempts = 3;

    /// <summary>With how many tasks of an account that haven't ended no more is queued; a caller who waits is no harm.</summary>
    public const int MostOfAccount = 100;

    private const string WorkerLost = "the process that ran it ended";

    private readonly Lock _gate = new();
    private Dictionary<string, LeaseWatch> _watches = [];

    public EngineServices Services => services;

    /// <summary>Puts a task into the queue, in the transaction of its audit event; ended ones whose time is over go.</summary>
    /// <exception cref="ConflictException">The account has as many as it may.</exception>
    public TaskRow Add(StateTransaction db, TaskRow task)
    {
        if (!task.HasCaller && TaskStore.CountOf(db, task.AccountId) >= MostOfAccount)
        {
            throw new ConflictException("QuotaExceeded", $"\"{task.AccountPath}\" has {MostOfAccount} tasks that haven't ended, which is all that it may have.");
        }

        long keptSince = TaskSettings.KeptSince(db, ClockGuard.TrustedTime(db, services));
        TaskStore.ClearEnded(db, keptSince);
        JobStore.ClearEnded(db, keptSince);
        TaskStore.Insert(db, task with { Sequence = TaskStore.NextSequence(db) });
        return TaskStore.Find(db, task.Id)!;
    }

    /// <summary>Has a task run whose caller waits for it, if it may go.</summary>
    /// <returns>The task, which runs; null while it has to wait.</returns>
    public static TaskRow? TryStart(StateTransaction db, TaskRow task, EngineServices services)
    {
        TaskPriorities.Refresh(db);
        return MayGo(db, Enum.Parse<TaskLane>(task.Lane)).Any(next => next.Id == task.Id) ? Start(db, task.Id, task.Holder!, services) : null;
    }

    /// <inheritdoc cref="TryStart(StateTransaction, TaskRow, EngineServices)"/>
    public TaskRow? TryStart(TaskRow task)
    {
        Settle();
        using (StateConnection db = services.Database.Connect())
        {
            if (!MayGo(db, Enum.Parse<TaskLane>(task.Lane)).Any(next => next.Id == task.Id))
            {
                return null;
            }
        }

        using StateTransaction transaction = services.Database.BeginImmediate();
        TaskRow? started = TryStart(transaction, task, services);
        transaction.Commit();
        return started;
    }

    /// <summary>Takes the next task that a worker may run.</summary>
    /// <returns>Null while there is none.</returns>
    public TaskRow? Take(string holder)
    {
        Settle();
        using (StateConnection db = services.Database.Connect())
        {
            if (NextForWorkers(db) is null)
            {
                return null;
            }
        }

        using StateTransaction transaction = services.Database.BeginImmediate();
        TaskRow? taken = NextForWorkers(transaction) is { } next ? Start(transaction, next.Id, holder, services) : null;
        transaction.Commit();
        return taken;
    }

    public TaskRow? Find(string id)
    {
        using StateConnection db = services.Database.Connect();
        return TaskStore.Find(db, id);
    }

    /// <summary>Whether any task waits for a worker.</summary>
    public bool HasWork()
    {
        using StateConnection db = services.Database.Connect();
        return TaskStore.AnyForWorkers(db);
    }

    /// <summary>
    /// Brings the queue up to how things stand: what a process that is no more has left goes back into the queue, or ends, and
    /// priorities follow the groups and tags of now.
    /// </summary>
    public void Settle()
    {
        services.Undoing.Begin(services);
        services.Snapshots.Begin(services);
        TaskRow[] lost;
        bool areStale;
        using (StateConnection db = services.Database.Connect())
        {
            lost = LostOf(TaskStore.Held(db));
            areStale = TaskPriorities.AreStale(db);
        }

        if (lost.Length == 0 && !areStale)
        {
            return;
        }

        using StateTransaction transaction = services.Database.BeginImmediate();
        TaskPriorities.Refresh(transaction);
        foreach (TaskRow task in lost.Where(task => TaskStore.Find(transaction, task.Id)?.Lease == task.Lease))
        {
            Tell(transaction, task, LetGo(transaction, task, WorkerLost, task.Attempts));
        }

        transaction.Commit();
    }

    /// <summary>Ends a task that its holder has let go, or puts it back.</summary>
    /// <param name="db">The transaction.</param>
    /// <param name="task">The task.</param>
    /// <param name="why">Why it was let go.</param>
    /// <param name="attempts">How many attempts count.</param>
    /// <returns>What is said of it.</returns>
    public string LetGo(StateTransaction db, TaskRow task, string why, long attempts)
    {
        bool isGivenUp = attempts >= MostAttempts;
        if (task.StoppedBy is null && task.MayBeRepeated && !isGivenUp)
        {
            TaskStore.PutBack(db, task.Id, task.Holder, attempts, why);
            return why;
        }

        TaskRow ended = task with { EndedAt = services.Time.Now() };
        ended = task.StoppedBy is { } by
            ? ended with { State = nameof(TaskState.Stopped), Message = TaskRun.WhyStopped(by) }
            : ended with { State = nameof(TaskState.Failed), Message = isGivenUp && task.MayBeRepeated ? $"{why}, for the third time" : why, ErrorId = "WorkerLost" };
        TaskStore.End(db, ended, task.Holder);
        return ended.Message!;
    }

    private void Tell(StateTransaction db, TaskRow task, string why)
    {
        DateTimeOffset time = services.Time.GetUtcNow();
        AccountRow account = AccountStore.Find(db, Guid.Parse(task.AccountId))!;
        AuditLog.Append(db, time.ToMicroseconds(), task.SessionAt(time), task.Operation, account, AuditOutcome.Failed, why);
    }

    /// <summary>Those of the held tasks whose holder has ended, or was silent for the lease's term while this process watched.</summary>
    private TaskRow[] LostOf(IReadOnlyList<TaskRow> held)
    {
        long now = services.Time.Now();
        lock (_gate)
        {
            _watches = held.ToDictionary(task => task.Id, task => _watches.GetValueOrDefault(task.Id) ?? new LeaseWatch(services.Time, Lease.Term));
            foreach (TaskRow task in held)
            {
                _watches[task.Id].See(task.Lease!);
            }

            return [.. held.Where(task => _watches[task.Id].Silent == task.Lease || task.Lease!.IsOver(now))];
        }
    }

    private static TaskRow Start(StateTransaction db, string id, string holder, EngineServices services)
    {
        long now = services.Time.Now();
        TaskStore.Start(db, id, holder, now, now + (long)Lease.Term.TotalMicroseconds);
        return TaskStore.Find(db, id)!;
    }

    private static NextTask? NextForWorkers(StateConnection db) =>
        Enum.GetValues<TaskLane>().SelectMany(lane => MayGo(db, lane)).FirstOrDefault(next => next.Holder is null);

    /// <summary>The tasks of a lane that may go now, in order: as many as it has room for.</summary>
    private static IReadOnlyList<NextTask> MayGo(StateConnection db, TaskLane lane)
    {
        long free = TaskSettings.LanesOf(db, lane) - TaskStore.CountRunning(db, lane);
        return free <= 0 ? [] : TaskStore.Next(db, lane, (int)free);
    }
}
