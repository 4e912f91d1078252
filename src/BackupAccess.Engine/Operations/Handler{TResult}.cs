namespace BackupAccess.Engine.Operations;

/// <summary>A handler as the door sees it: by its result.</summary>
internal abstract class Handler<TResult>(Type request) : Handler(request)
{
    public abstract Task<TResult> PassAsync(Door door, Call call, IOperation<TResult> request, CancellationToken cancellationToken);
}
