using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Plugins;
using BackupAccess.Engine.State;
using BackupAccess.Engine.Tasks;

namespace BackupAccess.Engine.Operations;

/// <summary>What a long-working handler works with; it opens the state only for moments.</summary>
/// <param name="services">Whose state and time.</param>
/// <param name="progress">Takes how far the work is; null when nobody asks.</param>
/// <param name="record">Appends to the audit log that one of the work's parts succeeded, and why it was done.</param>
internal sealed class WorkContext(
    EngineServices services, IProgress<WorkProgress>? progress, Action<StateConnection, ISubject, string> record) : IAsyncDisposable
{
    /// <summary>Who asked for the work.</summary>
    public required string Principal { get; init; }

    /// <summary>Whether who asked for the work may also do what else it calls for, as of now.</summary>
    public required Func<IncludedAct, bool> Allows { get; init; }

    /// <summary>The task that the work is; null for work that is none.</summary>
    public TaskRun? Task { get; init; }

    public EngineServices Services { get; } = services;

    public IProgress<WorkProgress>? Progress { get; } = progress;

    /// <summary>The account's lease, once it is taken; it is given back when the work's end has been written down.</summary>
    public AccountLease? Lease { get; private set; }

    /// <summary>
    /// What the end of the work, once it is written down, calls for while the lease is still held; null for nothing. The
    /// audit log is told when it fails, which undoes nothing: who holds the lease next does it then.
    /// </summary>
    public Func<CancellationToken, Task>? Afterwards { get; set; }

    /// <summary>
    /// Waits until the account is this work's alone: where nobody waits for the work, as long as it takes. What plug-ins had
    /// begun on it for work that is no more is ended then.
    /// </summary>
    /// <exception cref="ConflictException">Another process kept it for too long.</exception>
    public async Task TakeLeaseAsync(AccountRow account, string work, CancellationToken cancellationToken)
    {
        Lease = await AccountLease
            .TakeAsync(Task is { HasCaller: false } ? Services with { Patience = TimeSpan.MaxValue } : Services, account, work, cancellationToken)
            .ConfigureAwait(false);
        await PluginUndoing.CatchUpAsync(Services, account).ConfigureAwait(false);
    }

    /// <summary>Writes a part of the work into the audit log, in the transaction of what it changed.</summary>
    public void Record(StateConnection db, ISubject subject, string reason) => record(db, subject, reason);

    public ValueTask DisposeAsync() => Lease?.DisposeAsync() ?? ValueTask.CompletedTask;
}
