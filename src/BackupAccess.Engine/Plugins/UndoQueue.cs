using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Plugins;

/// <summary>
/// Ends beside the work of whichever process comes next what plug-ins have begun for work that is no more: an account at a
/// time, once its lease is free. What fails is tried again, less and less often.
/// </summary>
internal sealed class UndoQueue : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private Task _undoing = Task.CompletedTask;
    private bool _isDisposed;

    /// <summary>Begins with what is due and nobody works on, unless that goes on already.</summary>
    public void Begin(EngineServices services)
    {
        IReadOnlyList<AccountRow> due = DueIn(services);
        if (due.Count == 0)
        {
            return;
        }

        lock (_lock)
        {
            if (_undoing.IsCompleted && !_isDisposed)
            {
                _undoing = Task.Run(() => UndoAsync(services, due));
            }
        }
    }

    /// <summary>Waits for what has been begun: it would otherwise be done twice.</summary>
    public async ValueTask DisposeAsync()
    {
        Task undoing;
        lock (_lock)
        {
            _isDisposed = true;
            undoing = _undoing;
        }

        await undoing.ConfigureAwait(false);
    }

    private static IReadOnlyList<AccountRow> DueIn(EngineServices services)
    {
        using StateConnection db = services.Database.Connect();
        long now = services.Time.Now();
        return [.. PluginUndoStore.AccountsDue(db, now)
            .Select(id => AccountStore.Find(db, Guid.Parse(id))!)
            .Where(account => AccountLease.Find(db, account)?.IsOver(now) != false)];
    }

    private static async Task UndoAsync(EngineServices services, IReadOnlyList<AccountRow> due)
    {
        foreach (AccountRow account in due)
        {
            try
            {
                AccountLease lease = await AccountLease.TakeAsync(services with { Patience = TimeSpan.Zero }, account, "undo", CancellationToken.None).ConfigureAwait(false);
                await using (lease.ConfigureAwait(false))
                {
                    await PluginUndoing.CatchUpAsync(services, account).ConfigureAwait(false);
                }
            }
            catch (EngineException)
            {
                // Somebody works on it, and sees to it; or the state is out of reach, and who comes next does.
            }
        }
    }
}
