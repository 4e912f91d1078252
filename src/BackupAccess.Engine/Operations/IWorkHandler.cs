namespace BackupAccess.Engine.Operations;

/// <summary>Work that the queue has kept the request of.</summary>
internal interface IWorkHandler
{
    /// <param name="door">The door to pass.</param>
    /// <param name="call">As who asked for it, with its task.</param>
    /// <param name="frozen">The request as the queue has kept it.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    Task RunAsync(Door door, Call call, string frozen, CancellationToken cancellationToken);
}
