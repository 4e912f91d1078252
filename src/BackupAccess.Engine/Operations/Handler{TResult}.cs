using BackupAccess.Engine.Tasks;

namespace BackupAccess.Engine.Operations;

/// <summary>A handler as the door sees it: by its result.</summary>
internal abstract class Handler<TResult>(Type request) : Handler(request)
{
    public abstract Task<TResult> PassAsync(Door door, Call call, IOperation<TResult> request, CancellationToken cancellationToken);

    /// <summary>Puts the act into the queue, for a worker to do it.</summary>
    /// <exception cref="InvalidRequestException">It is no work, or holds a secret, which the queue doesn't keep.</exception>
    public virtual WorkTask Queue(Door door, Call call, IOperation<TResult> request) => throw NotQueued();

    public InvalidRequestException NotQueued() => new("InvalidValue", $"\"{Name}\" is no work that is queued.");
}
