using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Audit;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Sessions;
using BackupAccess.Engine.Settings;
using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Mail;

/// <summary>
/// Notifications on their way: written with what they tell of, sent beside the work of whichever process comes next. A
/// server that can't be reached is tried again, less and less often, for three days. One that a process took and didn't
/// send is another's after two minutes, so where it was killed in between a message may come twice, and none is lost.
/// </summary>
internal sealed class Outbox : IAsyncDisposable
{
    public const string Operation = "sendNotification";

    private const long Minute = 60_000_000L;
    private const long Claimed = 2 * Minute;
    private const long Kept = 3 * 24 * 60 * Minute;
    private const long LongestPause = 6 * 60 * Minute;
    private const int AtOnce = 20;

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _stop = new();
    private Task _sending = Task.CompletedTask;
    private bool _isSending;
    private bool _isAsked;
    private int _isDisposed;

    /// <summary>Writes a notification for the account's address, where it has one, a server is known and it is wanted.</summary>
    public static void Add(StateConnection db, EngineServices services, AccountRow account, Notification notification)
    {
        if (account.Email is { } recipient && MailServerStore.Find(db) is not null && (!notification.IsGood || KnownSettings.MailSuccesses.Read(db)))
        {
            string id = Guid.CreateVersion7(services.Time.GetUtcNow()).ToString();
            NotificationStore.Insert(db, new NotificationRow(id, account.Id, recipient, notification.Subject, notification.Text, services.Time.Now(), Attempts: 0));
        }
    }

    /// <summary>Begins to send what is due, unless that goes on already.</summary>
    public void Begin(EngineServices services)
    {
        using (StateConnection db = services.Database.Connect())
        {
            if (!NotificationStore.AnyDue(db, services.Time.Now()))
            {
                return;
            }
        }

        lock (_lock)
        {
            _isAsked = true;
            if (!_isSending || _sending.IsCompleted)
            {
                _isSending = true;
                _sending = Task.Run(() => SendAsync(services, _stop.Token));
            }
        }
    }

    /// <summary>Sends nothing more; what is left stays for whoever comes next.</summary>
    public void Leave() => _stop.Cancel();

    /// <summary>Waits a while for what is being sent; the rest is left for later.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
        {
            return;
        }

        _stop.CancelAfter(s_patience);
        try
        {
            await _sending.ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or EngineException)
        {
            // What wasn't sent stays, for whoever comes next.
        }
        finally
        {
            _stop.Dispose();
        }
    }

    private async Task SendAsync(EngineServices services, CancellationToken cancellationToken)
    {
        while (IsAskedStill())
        {
            while (Claim(services, out MailServerRow? server) is { Count: > 0 } due && server is not null)
            {
                await SendAsync(services, server, due, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Whether there was a call since it was looked last; where there was none, sending is over for whoever calls next.</summary>
    private bool IsAskedStill()
    {
        lock (_lock)
        {
            _isSending = _isAsked;
            _isAsked = false;
            return _isSending;
        }
    }

    private static IReadOnlyList<NotificationRow> Claim(EngineServices services, out MailServerRow? server)
    {
        using StateTransaction transaction = services.Database.BeginImmediate();
        server = MailServerStore.Find(transaction);
        long now = services.Time.Now();
        IReadOnlyList<NotificationRow> due = server is null ? [] : NotificationStore.Claim(transaction, now, now + Claimed, AtOnce);
        transaction.Commit();
        return due;
    }

    private static async Task SendAsync(EngineServices services, MailServerRow server, IReadOnlyList<NotificationRow> due, CancellationToken cancellationToken)
    {
        Queue<NotificationRow> left = new(due);
        try
        {
            await using MailConnection connection = await MailConnection.OpenAsync(server, services.Folder.Key, cancellationToken).ConfigureAwait(false);
            for (; left.TryPeek(out NotificationRow? row); left.Dequeue())
            {
                await SendAsync(services, connection, row, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is MailException or StateException)
        {
            Defer(services, left, e.Message);
        }
    }

    /// <summary>Sends one; the server may refuse it and take the next.</summary>
    private static async Task SendAsync(EngineServices services, MailConnection connection, NotificationRow row, CancellationToken cancellationToken)
    {
        try
        {
            await connection.SendAsync(row.Recipient, row.Subject, row.Body, row.CreatedAt.ToTime(), cancellationToken).ConfigureAwait(false);
            Change(services, db => NotificationStore.Delete(db, row));
        }
        catch (MailException e) when (e.IsOfMessage)
        {
            Defer(services, [row], e.Message);
        }
    }

    /// <summary>The first failure of each is told, and the last.</summary>
    private static void Defer(EngineServices services, IEnumerable<NotificationRow> rows, string failure) => Change(services, db =>
    {
        long now = services.Time.Now();
        foreach (NotificationRow row in rows)
        {
            bool isGivenUp = now - row.CreatedAt > Kept;
            if (isGivenUp)
            {
                NotificationStore.Delete(db, row);
            }
            else
            {
                long pause = Math.Min(Minute << (int)Math.Min(row.Attempts, 16), LongestPause);
                NotificationStore.Defer(db, row with { Attempts = row.Attempts + 1 }, now + pause);
            }

            if ((isGivenUp || row.Attempts == 0) && AccountStore.Find(db, Guid.Parse(row.AccountId)) is { } account)
            {
                AuditLog.Append(db, now, Session.OfEngine(services.Time.GetUtcNow()), Operation, account, AuditOutcome.Failed, isGivenUp ? $"given up: {failure}" : failure);
            }
        }
    });

    private static void Change(EngineServices services, Action<StateTransaction> change)
    {
        using StateTransaction transaction = services.Database.BeginImmediate();
        change(transaction);
        transaction.Commit();
    }
}
