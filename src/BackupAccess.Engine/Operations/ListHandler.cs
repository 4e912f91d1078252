using BackupAccess.Engine.Access;

namespace BackupAccess.Engine.Operations;

/// <summary>Lists what the caller may see: each item is decided by itself.</summary>
internal abstract class ListHandler<TRequest, TItem> : ReadHandler<TRequest, NoSubject, IAsyncEnumerable<TItem>>
    where TRequest : IOperation<IAsyncEnumerable<TItem>>
{
    public sealed override UnnamedTarget Unnamed => UnnamedTarget.Nothing;

    public sealed override NoSubject Resolve(TRequest request, OperationContext context) => new();

    public sealed override Task<IAsyncEnumerable<TItem>> HandleAsync(TRequest request, NoSubject subject, OperationContext context, CancellationToken cancellationToken) =>
        Task.FromResult(List(request, context).ToAsyncEnumerable());

    /// <summary>The items in order, read from the state at once.</summary>
    protected abstract IReadOnlyList<TItem> List(TRequest request, OperationContext context);
}
