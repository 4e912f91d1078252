using System.Globalization;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Sessions;
using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Audit;

/// <summary>Opens the chain of a state, and begins it where there is none: in a new state, and in one from before the chain.</summary>
internal static class AuditOpening
{
    public const string HeadFile = "audit.head";
    public const string Operation = "startAuditLog";

    private const string FormerHeadFile = "audit.head.former";
    private const int PageSize = 1000;

    private const string Page = $"{AuditStore.SelectRows} WHERE sequence > @after ORDER BY sequence LIMIT @limit";

    /// <summary>What the audit log keeps beside the database.</summary>
    public static IReadOnlyList<string> Files { get; } = [HeadFile, FormerHeadFile, HeadExport.FileName];

    /// <summary>Puts the head of a state that was lost out of the way of one to be made in its place.</summary>
    public static void SetAside(string folder)
    {
        string head = Path.Combine(folder, HeadFile);
        if (File.Exists(head))
        {
            File.Move(head, Path.Combine(folder, FormerHeadFile), overwrite: true);
        }
    }

    /// <exception cref="StateException">The chain's keys are gone from a state that had them, or don't open.</exception>
    public static AuditChain Open(StateDatabase database, StateKey stateKey, string folder, TimeProvider time)
    {
        using (StateConnection db = database.Connect())
        {
            if (AuditKeys.Find(db, stateKey) is { } keys)
            {
                AuditChain chain = new(database, keys, folder, time);
                chain.Confirm(db);
                return chain;
            }
        }

        return Begin(database, stateKey, folder, time);
    }

    private static AuditChain Begin(StateDatabase database, StateKey stateKey, string folder, TimeProvider time)
    {
        string headPath = Path.Combine(folder, HeadFile);
        using StateTransaction transaction = database.BeginImmediate();
        if (AuditKeys.Find(transaction, stateKey) is { } made)
        {
            return new AuditChain(database, made, folder, time);
        }

        if (EndToldIn(headPath) is > 0 and long told)
        {
            throw new StateException("StateDamaged", $"The audit log's key is gone from the state database \"{database.Path}\", and its head tells of event {told}.");
        }

        AuditChain chain = new(database, AuditKeys.Create(transaction, stateKey), folder, time);
        transaction.Audit = chain;
        Note(transaction, time, EndToldIn(Path.Combine(folder, FormerHeadFile)), ChainAll(transaction, chain.Keys));
        AuditPoint end = AuditStore.End(transaction, chain.Keys);
        transaction.AuditSpan = null;
        AuditHeadFile.Create(headPath, chain.Keys, new AuditHeadState(AuditPoint.Beginning, end.Sequence == 0 ? null : end));
        transaction.Commit();
        return chain;
    }

    /// <summary>The event that a head file tells of, whoever wrote it; 0 where there is none.</summary>
    private static long EndToldIn(string headPath)
    {
        using AuditHeadFile? head = AuditHeadFile.Open(headPath);
        return head?.ReadUnproven()?.Confirmed.Sequence ?? 0;
    }

    /// <summary>Chains the events that were written before there was a chain.</summary>
    private static long ChainAll(StateTransaction transaction, AuditKeys keys)
    {
        AuditPoint last = AuditPoint.Beginning;
        AuditEncoder encoder = new();
        while (transaction.Query<AuditRow>(Page, new { after = last.Sequence, limit = PageSize }) is { Count: > 0 } page)
        {
            foreach (AuditRow row in AuditStore.WithOthers(transaction, page))
            {
                byte[] mac = new byte[AuditKeys.MacSize];
                keys.Chain(last.Mac, row.Encode(encoder), mac);
                transaction.Execute("UPDATE audit_event SET mac = @mac WHERE sequence = @Sequence", new { mac, row.Sequence });
                last = new AuditPoint(row.Sequence, mac);
            }
        }

        return last.Sequence;
    }

    private static void Note(StateTransaction transaction, TimeProvider time, long former, long chained)
    {
        string? reason = chained > 0 ? string.Create(CultureInfo.InvariantCulture, $"events 1 to {chained} are from before the chain")
            : former > 0 ? string.Create(CultureInfo.InvariantCulture, $"the log of the state that was lost ended at event {former}, or later")
            : null;
        if (reason is not null)
        {
            DateTimeOffset now = time.GetUtcNow();
            AuditLog.Append(transaction, now.ToMicroseconds(), Session.OfEngine(now), Operation, new NoSubject("audit log"), AuditOutcome.Succeeded, reason);
        }
    }
}
