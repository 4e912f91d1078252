using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Approvals;
using BackupAccess.Engine.Audit;
using BackupAccess.Engine.Clock;
using BackupAccess.Engine.Expiry;
using BackupAccess.Engine.Mail;
using BackupAccess.Engine.State;
using BackupAccess.Engine.Tasks;

namespace BackupAccess.Engine.Operations;

/// <content>
/// Work that lasts. Most of it is a task: of a caller who waits, from the attempt on and for this process only; of one who
/// doesn't, from the queue, where any process takes it up.
/// </content>
internal sealed partial class Door
{
    private static readonly TimeSpan s_watch = TimeSpan.FromSeconds(5);

    public async Task<TResult> WorkAsync<TRequest, TSubject, TResult>(
        WorkHandler<TRequest, TSubject, TResult> handler, Call call, TRequest request, CancellationToken cancellationToken)
        where TRequest : IOperation<TResult>
        where TSubject : ISubject
    {
        handler.Validate(request);
        long asked = Services.Time.GetTimestamp();
        Passage<TSubject> passage;
        TaskRow? direct;
        using (StateConnection db = Services.Database.Connect())
        {
            passage = Enter(handler, call, request, db);
            direct = call.Task is null ? TaskOf(handler, call, request, passage) : null;
        }

        Begin(handler, call, request, passage, handler.ReasonOf(request), db =>
        {
            call.Task?.Begin(db);
            direct = direct is null ? null : AddAndTryStart(db, direct);
        });
        TaskRun? run = direct is null ? call.Task : new TaskRun(Tasks, direct, asked, call.Progress);
        return run is null
            ? await WorkOnAsync(handler, call, request, passage, cancellationToken).ConfigureAwait(false)
            : await run.PerformAsync(stop => WorkOnAsync(handler, call with { Task = run, Progress = run }, request, passage, stop), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Puts work into the queue that is allowed now, and will have to be when a worker takes it up.</summary>
    public WorkTask Queue<TRequest, TSubject, TResult>(WorkHandler<TRequest, TSubject, TResult> handler, Call call, TRequest request)
        where TRequest : IOperation<TResult>
        where TSubject : ISubject
    {
        handler.Validate(request);
        Passage<TSubject> passage;
        TaskRow task;
        using (StateConnection db = Services.Database.Connect())
        {
            passage = Enter(handler, call, request, db);
            task = (TaskOf(handler, call, request, passage) ?? throw handler.NotQueued()).ForWorkers();
        }

        try
        {
            using StateTransaction transaction = ExpiryLog.Begin(Services);
            OperationContext context = Open(handler, call, transaction);
            TSubject subject = handler.Resolve(request, context);
            RequireSame(passage.Subject, subject);
            Decision.Require(handler, request, subject, context);
            handler.RequirePossible(request, subject, context);
            TaskRow added = Tasks.Add(transaction, task);
            ClockGuard.Observe(transaction, Services);
            TaskSubject about = new(added, AccountStore.Find(transaction, Guid.Parse(added.AccountId))!);
            AuditLog.Append(transaction, context.Now, call.Session, TaskQueue.QueueOperation, about, AuditOutcome.Succeeded, handler.Name);
            transaction.Commit();
            return added.Show();
        }
        catch (EngineException e)
        {
            RecordFailure(handler, call, passage.Subject, e);
            throw;
        }
    }

    private async Task<TResult> WorkOnAsync<TRequest, TSubject, TResult>(
        WorkHandler<TRequest, TSubject, TResult> handler, Call call, TRequest request, Passage<TSubject> passage, CancellationToken cancellationToken)
        where TRequest : IOperation<TResult>
        where TSubject : ISubject
    {
        TSubject subject = passage.Subject;
        bool isRecorded = false;
        try
        {
            await using WorkContext context = new(
                Services, call.Progress, (db, part, reason) => Append(db, handler, call, part, AuditOutcome.Succeeded, reason))
            { Principal = call.Session.Name, Task = call.Task, Allows = act => Allows(handler, call, act) };
            await (call.Task?.AwaitTurnAsync(cancellationToken) ?? Task.CompletedTask).ConfigureAwait(false);
            await handler.PrepareAsync(request, subject, context, cancellationToken).ConfigureAwait(false);
            TSubject current = subject = Again(handler, call, request, subject, passage.Approved);
            Func<StateConnection, TResult> complete = await WhileAllowedAsync(
                () => Again(handler, call, request, current, approved: null),
                stop => handler.WorkAsync(request, current, context, stop),
                cancellationToken).ConfigureAwait(false);
            TResult result = Complete(handler, call, request, current, context, complete);
            isRecorded = true;
            await FinishAsync(handler, call, current, context, cancellationToken).ConfigureAwait(false);
            Arrears.CatchUp(Services, call.Session);
            return result;
        }
        catch (EngineException e)
        {
            isRecorded = true;
            RecordFailure(handler, call, subject, e, handler.Notifies(subject));
            throw;
        }
        catch (OperationCanceledException)
        {
            isRecorded = true;
            Record(handler, call, subject, AuditOutcome.Failed, call.Task?.WhyCut ?? "cancelled");
            throw;
        }
        finally
        {
            if (!isRecorded)
            {
                Record(handler, call, subject, AuditOutcome.Failed, "an error of the program ended it");
            }
        }
    }

    /// <summary>Runs work that lasts, asking every few seconds whether it is still allowed, and stops it when it isn't.</summary>
    private async Task<T> WhileAllowedAsync<T>(Action decide, Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        EngineException? refusal = null;
        ITimer watch = Services.Time.CreateTimer(
            _ =>
            {
                try
                {
                    decide();
                }
                catch (EngineException e)
                {
                    Volatile.Write(ref refusal, e);
                    stop.Cancel();
                }
            },
            state: null,
            s_watch,
            s_watch);
        await using (watch.ConfigureAwait(false))
        {
            try
            {
                return await work(stop.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (Volatile.Read(ref refusal) is { } reason && !cancellationToken.IsCancellationRequested)
            {
                throw reason;
            }
        }
    }

    private TResult Complete<TRequest, TSubject, TResult>(
        WorkHandler<TRequest, TSubject, TResult> handler, Call call, TRequest request, TSubject subject, WorkContext work, Func<StateConnection, TResult> complete)
        where TRequest : IOperation<TResult>
        where TSubject : ISubject
    {
        using StateTransaction transaction = ExpiryLog.Begin(Services);
        work.Lease?.RequireHeld(transaction);
        if (handler.ChangesState)
        {
            OperationContext context = Open(handler, call, transaction);
            TSubject current = handler.Resolve(request, context);
            RequireSame(subject, current);
            Decision.Require(handler, request, current, context);
        }

        TResult result = complete(transaction);
        work.Task?.Complete(transaction, handler.TaskResultOf(result));
        Append(transaction, handler, call, handler.About(subject, result), AuditOutcome.Succeeded, handler.ToldOf(result) ?? handler.ReasonOf(request));
        if (handler.Notifies(subject) is { } account)
        {
            Outbox.Add(transaction, Services, account, Notification.OfResult(account, call.Session.Name, Services.Time.GetUtcNow(), result!));
        }

        transaction.Commit();
        return result;
    }

    /// <summary>Does what is left after the end. What was done stands, whatever becomes of this.</summary>
    private async Task FinishAsync(Handler handler, Call call, ISubject subject, WorkContext work, CancellationToken cancellationToken)
    {
        try
        {
            await (work.Afterwards?.Invoke(cancellationToken) ?? Task.CompletedTask).ConfigureAwait(false);
        }
        catch (EngineException e)
        {
            Record(handler, call, subject, AuditOutcome.Failed, $"afterwards: {e.Message}");
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            Record(handler, call, subject, AuditOutcome.Failed, "afterwards: cancelled");
        }
    }

    /// <summary>The task that work becomes, as if its caller waited for it; null for work that is none.</summary>
    private static TaskRow? TaskOf<TRequest, TSubject, TResult>(WorkHandler<TRequest, TSubject, TResult> handler, Call call, TRequest request, Passage<TSubject> passage)
        where TRequest : IOperation<TResult>
        where TSubject : ISubject
    {
        if (handler.PlanOf(request, passage.Subject) is not { } plan)
        {
            return null;
        }

        FrozenRequest frozen = passage.Approved ?? RequestFreezer.Freeze(handler, request, passage.Subject, passage.Context);
        return TaskRow.Direct(plan, frozen, call, passage.Context);
    }

    private bool Allows(Handler handler, Call call, IncludedAct act)
    {
        using StateConnection db = Services.Database.Connect();
        OperationContext context = Open(handler, call, db);
        return context.Policy.Decide(act.Handler.Number, act.Targets, context.Now);
    }

    private TaskRow AddAndTryStart(StateTransaction db, TaskRow task)
    {
        TaskRow added = Tasks.Add(db, task);
        return TaskQueue.TryStart(db, added, Services) ?? added;
    }
}
