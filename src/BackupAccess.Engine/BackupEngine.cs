using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Sessions;

namespace BackupAccess.Engine;

/// <summary>The engine over one state folder. <see cref="InvokeAsync"/> is the only way in.</summary>
public sealed class BackupEngine
{
    private readonly Door _door;

    internal BackupEngine(EngineServices services) => _door = new Door(services);

    /// <summary>Asks for one act as the session's principal.</summary>
    /// <exception cref="EngineException">The act was refused or failed.</exception>
    public Task<TResult> InvokeAsync<TResult>(Session session, IOperation<TResult> request, InvokeOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(options);
        return OperationCatalogue.Find(request).PassAsync(_door, new Call(session, options.Progress, options.Approvals), request, cancellationToken);
    }
}
