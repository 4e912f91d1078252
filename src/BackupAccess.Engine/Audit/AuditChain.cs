using System.Globalization;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Sessions;
using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Audit;

/// <summary>
/// The chain of a state's audit events. A transaction that adds to it writes the end that it is about to make into the
/// head file, commits, and then writes it there as the end that is: killed at any moment, the one that comes next can
/// tell what happened. The head file stays open from before the commit until after it, so that heads never go back.
/// </summary>
internal sealed class AuditChain
{
    private readonly string _headPath;
    private readonly TimeProvider _time;

    public AuditChain(StateDatabase database, AuditKeys keys, string folder, TimeProvider time)
    {
        Keys = keys;
        Export = new HeadExport(database, keys, folder, time);
        _headPath = Path.Combine(folder, AuditOpening.HeadFile);
        _time = time;
    }

    public AuditKeys Keys { get; }

    public HeadExport Export { get; }

    /// <summary>Adds an event at the end of the log; its number and MAC are given here.</summary>
    public void Append(StateTransaction transaction, AuditRow row)
    {
        AuditSpan span = transaction.AuditSpan ??= Begin(transaction);
        byte[] mac = new byte[AuditKeys.MacSize];
        row = row with { Sequence = span.Last.Sequence + 1, Mac = mac };
        Keys.Chain(span.Last.Mac, row.Encode(new AuditEncoder()), mac);
        AuditStore.Insert(transaction, row);
        span.Last = new AuditPoint(row.Sequence, mac);
    }

    private AuditSpan Begin(StateTransaction transaction)
    {
        AuditPoint end = AuditStore.End(transaction, Keys);
        AuditStore.DeleteBeyond(transaction, end);
        return new AuditSpan(end);
    }

    /// <summary>Commits a transaction that has added to the log.</summary>
    /// <exception cref="StateException">The head file can't be written; nothing is committed.</exception>
    public void Commit(StateTransaction transaction, Action commit)
    {
        AuditSpan span = transaction.AuditSpan!;
        using (AuditHeadFile? found = AuditHeadFile.Open(_headPath))
        {
            AuditHeadState pending = Reconcile(transaction, span, found);
            AuditHeadState done = new(span.Last, Pending: null);
            if (found is null)
            {
                AuditHeadFile.Create(_headPath, Keys, pending);
                commit();
                AuditHeadFile.Create(_headPath, Keys, done);
            }
            else
            {
                found.Write(Keys, pending);
                commit();
                found.Write(Keys, done);
            }
        }

        Export.Committed();
    }

    /// <summary>Confirms what a process that was killed had committed: until then it could be cut off and pass for what was never done.</summary>
    /// <exception cref="StateException">The head file can't be written.</exception>
    public void Confirm(StateConnection db)
    {
        using AuditHeadFile? file = AuditHeadFile.Open(_headPath);
        if (file?.Read(Keys) is { Pending: { } pending } && AuditStore.End(db, Keys) == pending)
        {
            file.Write(Keys, new AuditHeadState(pending, Pending: null));
        }
    }

    /// <summary>Compares the head with the database, and says in the log what doesn't agree.</summary>
    /// <returns>The head until the commit. Where the database holds less than was confirmed, it goes on telling of that until it stands in the log.</returns>
    private AuditHeadState Reconcile(StateTransaction transaction, AuditSpan span, AuditHeadFile? found)
    {
        AuditHeadState? told = found?.Read(Keys);
        AuditDiscrepancy? discrepancy = AuditDiscrepancy.Find(transaction, Keys, span.Before, found is not null, told);
        if (discrepancy is not null)
        {
            Append(transaction, discrepancy);
        }

        return new AuditHeadState(told is { } head && discrepancy is not null ? head.Confirmed : span.Before, span.Last);
    }

    /// <summary>What the head file tells, and whether there is one; null where the engine didn't write it.</summary>
    public (bool IsThere, AuditHeadState? Told) ReadHead()
    {
        using AuditHeadFile? file = AuditHeadFile.Open(_headPath);
        return (file is not null, file?.Read(Keys));
    }

    private void Append(StateTransaction transaction, AuditDiscrepancy discrepancy)
    {
        string? which = discrepancy.First == 0 ? null : string.Create(CultureInfo.InvariantCulture, $"{discrepancy.First}-{discrepancy.Last}");
        DateTimeOffset now = _time.GetUtcNow();
        AuditLog.Append(
            transaction,
            now.ToMicroseconds(),
            Session.OfEngine(now),
            AuditDiscrepancy.Operation + discrepancy.Kind,
            new NoSubject("audit event", which),
            AuditOutcome.Failed,
            discrepancy.Text);
    }
}
