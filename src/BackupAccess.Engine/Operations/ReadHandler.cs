using BackupAccess.Engine.Access;

namespace BackupAccess.Engine.Operations;

/// <summary>Reads; changes nothing.</summary>
internal abstract class ReadHandler<TRequest, TSubject, TResult> : Handler<TRequest, TSubject, TResult>
    where TRequest : IOperation<TResult>
    where TSubject : ISubject
{
    public override OperationEffect Effect => OperationEffect.Read;

    /// <summary>Reads what it needs from the state before it returns; a list may go on lazily from there.</summary>
    public abstract Task<TResult> HandleAsync(TRequest request, TSubject subject, OperationContext context, CancellationToken cancellationToken);

    /// <summary>Tells when backup data has been handed out, or what kept it: at once, or when a stream has ended.</summary>
    public virtual TResult Ending(TResult result, Action<EngineException?> tell)
    {
        tell(null);
        return result;
    }

    public sealed override Task<TResult> PassAsync(Door door, Call call, IOperation<TResult> request, CancellationToken cancellationToken) =>
        door.ReadAsync(this, call, (TRequest)request, cancellationToken);
}
