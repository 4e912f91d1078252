using BackupAccess.Engine.Accounts;

namespace BackupAccess.Engine.Operations;

/// <summary>What a long-working handler works with; it opens the state only for moments.</summary>
internal sealed class WorkContext(EngineServices services, IProgress<WorkProgress>? progress) : IAsyncDisposable
{
    public EngineServices Services { get; } = services;

    public IProgress<WorkProgress>? Progress { get; } = progress;

    /// <summary>The account's lease, once it is taken; it is given back when the work's end has been written down.</summary>
    public AccountLease? Lease { get; private set; }

    /// <summary>Waits until the account is this work's alone.</summary>
    /// <exception cref="ConflictException">Another process kept it for too long.</exception>
    public async Task TakeLeaseAsync(AccountRow account, string work, CancellationToken cancellationToken) =>
        Lease = await AccountLease.TakeAsync(Services, account, work, cancellationToken).ConfigureAwait(false);

    public ValueTask DisposeAsync() => Lease?.DisposeAsync() ?? ValueTask.CompletedTask;
}
