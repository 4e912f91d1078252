using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Sessions;

namespace BackupAccess.Engine;

/// <summary>The engine over one state folder. <c>InvokeAsync</c> is the only way in.</summary>
public sealed class BackupEngine
{
    private readonly Door _door;

    internal BackupEngine(EngineServices services) => _door = new Door(services);

    /// <summary>Asks for one act as the session's principal.</summary>
    /// <exception cref="EngineException">The act was refused or failed.</exception>
    public Task<TResult> InvokeAsync<TResult>(Session session, IOperation<TResult> request, IProgress<WorkProgress>? progress, CancellationToken cancellationToken) =>
        InvokeAsync(session, request, progress, approvals: [], cancellationToken);

    /// <summary>Asks for one act as the session's principal, with approvals that it may stand on.</summary>
    /// <exception cref="EngineException">The act was refused or failed.</exception>
    public Task<TResult> InvokeAsync<TResult>(
        Session session, IOperation<TResult> request, IProgress<WorkProgress>? progress, IReadOnlyList<Guid> approvals, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(approvals);
        return OperationCatalogue.Find(request).PassAsync(_door, new Call(session, progress, approvals), request, cancellationToken);
    }
}
