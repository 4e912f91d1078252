using BackupAccess.Engine.Access;

namespace BackupAccess.Engine.Operations;

/// <summary>Changes the state within one immediate transaction, which also takes its audit event.</summary>
internal abstract class ChangeHandler<TRequest, TSubject, TResult> : Handler<TRequest, TSubject, TResult>, IChangeHandler
    where TRequest : IOperation<TResult>
    where TSubject : ISubject
{
    public override OperationEffect Effect => OperationEffect.Change;

    /// <summary>Whether the change could leave nobody who is Administrator for good; the door then sees that it doesn't.</summary>
    public virtual bool MayEndAdministrators => false;

    /// <summary>Slow work that needs no state: hashing a password. The door has it done before the transaction begins.</summary>
    /// <returns>The request with what was worked out; as it is where that has been done.</returns>
    public virtual TRequest Prepare(TRequest request, TSubject subject) => request;

    /// <summary>Makes the change; runs within the transaction, after the decision.</summary>
    public abstract TResult Handle(TRequest request, TSubject subject, OperationContext context);

    /// <summary>The reason that the caller gave, for the audit log.</summary>
    public virtual string? ReasonOf(TRequest request) => null;

    public sealed override Task<TResult> PassAsync(Door door, Call call, IOperation<TResult> request, CancellationToken cancellationToken) =>
        Task.FromResult(door.Change(this, call, (TRequest)request));

    public object ChangeWithin(Door door, Call call, object request, State.StateTransaction transaction) =>
        door.ChangeWithin(this, call, (TRequest)request, transaction)!;
}
