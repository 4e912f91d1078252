using BackupAccess.Engine.Access;
using BackupAccess.Engine.Access.Compilation;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Approvals;
using BackupAccess.Engine.Audit;
using BackupAccess.Engine.Clock;
using BackupAccess.Engine.Expiry;
using BackupAccess.Engine.Mail;
using BackupAccess.Engine.State;
using BackupAccess.Engine.Users;

namespace BackupAccess.Engine.Operations;

/// <summary>
/// The one door. Every passage validates the request, resolves what it is about, decides, asks for a second person's
/// approval where it needs one, writes the audit event, runs the handler and returns its result or a typed error; where
/// the policy moved between the decision and the change, the decision is made again inside the change's transaction.
/// </summary>
internal sealed class Door(EngineServices services)
{
    private static readonly TimeSpan s_watch = TimeSpan.FromSeconds(5);

    private readonly PolicyCache _policies = new();

    public EngineServices Services { get; } = services;

    /// <summary>All users' policies, for those who ask about everybody.</summary>
    public CurrentAccess Access { get; } = new(services.Database);

    public async Task<TResult> ReadAsync<TRequest, TSubject, TResult>(
        ReadHandler<TRequest, TSubject, TResult> handler, Call call, TRequest request, CancellationToken cancellationToken)
        where TRequest : IOperation<TResult>
        where TSubject : ISubject
    {
        handler.Validate(request);
        using StateConnection db = Services.Database.Connect();
        Passage<TSubject> passage = Enter(handler, call, request, db);
        if (handler.Effect == OperationEffect.ReadData)
        {
            Begin(handler, call, request, passage, reason: null);
        }

        try
        {
            TResult result = await handler.HandleAsync(request, passage.Subject, passage.Context, cancellationToken).ConfigureAwait(false);
            return handler.Effect == OperationEffect.ReadData ? handler.Ending(result, failure => RecordEnd(handler, call, passage.Subject, failure)) : result;
        }
        catch (EngineException e)
        {
            RecordFailure(handler, call, passage.Subject, e);
            throw;
        }
    }

    public TResult Change<TRequest, TSubject, TResult>(ChangeHandler<TRequest, TSubject, TResult> handler, Call call, TRequest request)
        where TRequest : IOperation<TResult>
        where TSubject : ISubject
    {
        handler.Validate(request);
        TSubject subject;
        using (StateConnection db = Services.Database.Connect())
        {
            subject = Enter(handler, call, request, db).Subject;
        }

        try
        {
            TRequest prepared = handler.Prepare(request, subject);
            TResult result;
            using (StateTransaction transaction = ExpiryLog.Begin(Services))
            {
                result = ChangeWithin(handler, call, prepared, transaction);
                if (call.Lacking.Count == 0)
                {
                    transaction.Commit();
                }
            }

            ApprovalDesk.RequireNothingLacking(Services, handler, call, subject);
            Arrears.CatchUp(Services, call.Session);
            return result;
        }
        catch (EngineException e)
        {
            RecordFailure(handler, call, subject, e);
            throw;
        }
    }

    /// <summary>
    /// Resolves, decides and changes within a transaction that is open already. The policy is that of the transaction,
    /// so what an earlier change in it gave or took counts.
    /// </summary>
    public TResult ChangeWithin<TRequest, TSubject, TResult>(
        ChangeHandler<TRequest, TSubject, TResult> handler, Call call, TRequest request, StateTransaction transaction)
        where TRequest : IOperation<TResult>
        where TSubject : ISubject
    {
        handler.Validate(request);
        OperationContext context = Open(handler, call, transaction);
        TSubject subject = handler.Resolve(request, context);
        Decision.Require(handler, request, subject, context);
        ApprovalGate.Pass(handler, call, request, subject, context, transaction);
        request = handler.Prepare(request, subject);

        bool guarded = handler.MayEndAdministrators && StandingAdministrator.Exists(transaction);
        TResult result = handler.Handle(request, subject, context);
        if (guarded && !StandingAdministrator.Exists(transaction))
        {
            throw new ConflictException("LastAdministrator", $"\"{subject.Name}\" is the last Administrator without end date.");
        }

        AccessChanges.Record(transaction, call.Session, subject, result, context.Now);
        Append(transaction, handler, call, handler.About(subject, result), AuditOutcome.Succeeded, context.Told ?? handler.ReasonOf(request));
        return result;
    }

    public async Task<TResult> WorkAsync<TRequest, TSubject, TResult>(
        WorkHandler<TRequest, TSubject, TResult> handler, Call call, TRequest request, CancellationToken cancellationToken)
        where TRequest : IOperation<TResult>
        where TSubject : ISubject
    {
        handler.Validate(request);
        Passage<TSubject> passage;
        using (StateConnection db = Services.Database.Connect())
        {
            passage = Enter(handler, call, request, db);
        }

        TSubject subject = passage.Subject;
        Begin(handler, call, request, passage, handler.ReasonOf(request));
        bool isRecorded = false;
        try
        {
            await using WorkContext context = new(
                Services, call.Progress, (db, part, reason) => Append(db, handler, call, part, AuditOutcome.Succeeded, reason))
            { Principal = call.Session.Name };
            await handler.PrepareAsync(subject, context, cancellationToken).ConfigureAwait(false);
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
            Record(handler, call, subject, AuditOutcome.Failed, "cancelled");
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

    /// <summary>Resolves and decides once more, on what was decided on before; who calls it records a refusal.</summary>
    /// <param name="approved">What it has to be still, where it was approved.</param>
    private TSubject Again<TRequest, TSubject, TResult>(
        Handler<TRequest, TSubject, TResult> handler, Call call, TRequest request, ISubject before, FrozenRequest? approved)
        where TRequest : IOperation<TResult>
        where TSubject : ISubject
    {
        using StateConnection db = Services.Database.Connect();
        OperationContext context = Open(handler, call, db);
        TSubject subject = handler.Resolve(request, context);
        RequireSame(before, subject);
        Decision.Require(handler, request, subject, context);
        ApprovalGate.RequireSame(approved, handler, request, subject, context);
        return subject;
    }

    /// <summary>Writes the attempt down, and takes the approval that it stands on with it.</summary>
    private void Begin<TRequest, TSubject, TResult>(
        Handler<TRequest, TSubject, TResult> handler, Call call, TRequest request, Passage<TSubject> passage, string? reason)
        where TRequest : IOperation<TResult>
        where TSubject : ISubject
    {
        try
        {
            using (StateTransaction transaction = ExpiryLog.Begin(Services))
            {
                if (passage.Approved is not null)
                {
                    OperationContext context = Open(handler, call, transaction);
                    TSubject subject = handler.Resolve(request, context);
                    RequireSame(passage.Subject, subject);
                    Decision.Require(handler, request, subject, context);
                    ApprovalGate.Pass(handler, call, request, subject, context, transaction);
                }

                if (call.Lacking.Count == 0)
                {
                    Append(transaction, handler, call, passage.Subject, AuditOutcome.Attempted, reason);
                    transaction.Commit();
                }
            }

            ApprovalDesk.RequireNothingLacking(Services, handler, call, passage.Subject);
        }
        catch (EngineException e)
        {
            RecordFailure(handler, call, passage.Subject, e);
            throw;
        }
    }

    /// <summary>A name may mean another object after a while, and the caller may do to that what is no longer allowed on the first.</summary>
    private static void RequireSame(ISubject before, ISubject now)
    {
        if (before.Anchor != now.Anchor)
        {
            throw new ConflictException("Conflict", $"\"{before.Name}\" is no longer the {before.Kind} that was meant.");
        }
    }

    /// <summary>The passage up to the decision; a refusal is recorded before it is thrown.</summary>
    private Passage<TSubject> Enter<TRequest, TSubject, TResult>(
        Handler<TRequest, TSubject, TResult> handler, Call call, TRequest request, StateConnection db)
        where TRequest : IOperation<TResult>
        where TSubject : ISubject
    {
        ISubject? subject = null;
        try
        {
            OperationContext context = Open(handler, call, db);
            TSubject resolved = handler.Resolve(request, context);
            subject = resolved;
            Decision.Require(handler, request, resolved, context);
            AccessKeyUse.Touch(Services, call.Session, handler.Name);
            FrozenRequest? approved = ApprovalGate.Look(handler, call, request, resolved, context);
            RequireNothingLacking(handler, call, request, resolved, context);
            return new Passage<TSubject>(resolved, context, approved);
        }
        catch (EngineException e)
        {
            RecordFailure(handler, call, subject ?? new NoSubject(), e);
            throw;
        }
    }

    /// <summary>A change that lacks an approval is made all the same and taken back, so that nobody is asked to approve one that would be refused.</summary>
    private void RequireNothingLacking<TRequest, TSubject, TResult>(
        Handler<TRequest, TSubject, TResult> handler, Call call, TRequest request, TSubject subject, OperationContext context)
        where TRequest : IOperation<TResult>
        where TSubject : ISubject
    {
        if (handler is IChangeHandler)
        {
            call.Lacking.Clear();
        }
        else if (call.Lacking.Count > 0)
        {
            handler.RequirePossible(request, subject, context);
            ApprovalDesk.RequireNothingLacking(Services, handler, call, subject);
        }
    }

    private OperationContext Open(Handler handler, Call call, StateConnection db)
    {
        long now = Services.Time.Now();
        return new OperationContext(this, handler, call, _policies.Compile(call.Session, db, now), db, now);
    }

    private void RecordEnd(Handler handler, Call call, ISubject subject, EngineException? failure)
    {
        if (failure is null)
        {
            Record(handler, call, subject, AuditOutcome.Succeeded, reason: null);
        }
        else
        {
            RecordFailure(handler, call, subject, failure);
        }
    }

    /// <param name="account">Whose notification address is told; null for none.</param>
    private void RecordFailure(Handler handler, Call call, ISubject subject, EngineException failure, AccountRow? account = null)
    {
        AuditOutcome outcome = failure is AccessDeniedException or ApprovalRequiredException or NotFoundException { IsHidden: true } or SignInException ? AuditOutcome.Refused : AuditOutcome.Failed;
        ISubject about = failure is NotFoundException missing ? new NoSubject(missing.Kind, missing.Name) : subject;
        using StateTransaction transaction = ExpiryLog.Begin(Services);
        Append(transaction, handler, call, about, outcome, failure.Message);
        if (account is not null && outcome == AuditOutcome.Failed)
        {
            Outbox.Add(transaction, Services, account, Notification.OfFailure(handler.Name, account, call.Session.Name, Services.Time.GetUtcNow(), failure.Message));
        }

        transaction.Commit();
        Services.Outbox.Begin(Services);
    }

    private void Record(Handler handler, Call call, ISubject subject, AuditOutcome outcome, string? reason)
    {
        using StateTransaction transaction = ExpiryLog.Begin(Services);
        Append(transaction, handler, call, subject, outcome, reason);
        transaction.Commit();
    }

    private void Append(StateConnection db, Handler handler, Call call, ISubject subject, AuditOutcome outcome, string? reason)
    {
        ClockGuard.Observe((StateTransaction)db, Services);
        AuditLog.Append(db, Services.Time.Now(), call.Session, handler.Name, subject, outcome, reason);
    }

    /// <param name="Approved">What was approved, where the act needed it.</param>
    private readonly record struct Passage<TSubject>(TSubject Subject, OperationContext Context, FrozenRequest? Approved);
}
