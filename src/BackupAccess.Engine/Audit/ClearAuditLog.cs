using System.Globalization;
using BackupAccess.Engine.Access;
using BackupAccess.Engine.Clock;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Settings;
using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Audit;

/// <summary>
/// Removes the oldest events of the audit log: those before a time, none of which may be younger than the setting
/// <c>audit.retentionDays</c>; without a time all that are older. What stays can be proven as before.
/// </summary>
public sealed record ClearAuditLog(DateTimeOffset? Before, DamagedEvents Damaged) : IOperation<ClearedAuditLog>;

internal sealed class ClearAuditLogHandler : ChangeHandler<ClearAuditLog, AuditRange, ClearedAuditLog>
{
    public override IReadOnlyList<TargetKind> Targets => [TargetKind.Setting];

    public override AuditRange Resolve(ClearAuditLog request, OperationContext context)
    {
        AuditPoint? anchor = AuditStore.Anchor(context.Db, context.Services.Database.Audit!.Keys);
        return new AuditRange((anchor?.Sequence ?? 0) + 1, AuditStore.LastBefore(context.Db, Limit(request, context).ToMicroseconds()));
    }

    public override string ReasonOf(ClearAuditLog request) => request switch
    {
        { Damaged: DamagedEvents.Remove } => "damaged events too",
        { Before: { } before } => string.Create(CultureInfo.InvariantCulture, $"older than {before.UtcDateTime:u}"),
        _ => "older than the setting audit.retentionDays",
    };

    public override ClearedAuditLog Handle(ClearAuditLog request, AuditRange subject, OperationContext context)
    {
        DateTimeOffset limit = Limit(request, context);
        RequireOldEnough(request, context);
        ClockGuard.RequireTrusted(context.Db, context.Services);
        if (subject.End is not { } end)
        {
            return new ClearedAuditLog { Events = 0, First = 0, Last = 0, Before = limit };
        }

        AuditChain chain = context.Services.Database.Audit!;
        if (request.Damaged == DamagedEvents.Keep)
        {
            RequireSound(context.Db, chain.Keys, end);
        }

        StateTransaction transaction = (StateTransaction)context.Db;
        int removed = AuditStore.DeleteUpTo(transaction, end.Sequence);
        AuditStore.SaveAnchor(transaction, chain.Keys, end);
        chain.Export.Hurry();
        return new ClearedAuditLog { Events = removed, First = subject.First, Last = end.Sequence, Before = limit };
    }

    private static DateTimeOffset Limit(ClearAuditLog request, OperationContext context) => request.Before ?? Youngest(context);

    private static DateTimeOffset Youngest(OperationContext context) => context.Now.ToTime().AddDays(-KnownSettings.AuditRetentionDays.Read(context.Db));

    private static void RequireOldEnough(ClearAuditLog request, OperationContext context)
    {
        int days = KnownSettings.AuditRetentionDays.Read(context.Db);
        if (days == 0)
        {
            throw new ConflictException("AuditLogKept", $"The audit log is kept whole, as the setting \"{KnownSettings.AuditRetentionDays.Name}\" says.");
        }

        if (request.Before > Youngest(context))
        {
            throw new ConflictException("AuditLogKept", $"Audit events are kept for {days} days, as the setting \"{KnownSettings.AuditRetentionDays.Name}\" says.");
        }
    }

    private static void RequireSound(StateConnection db, AuditKeys keys, AuditPoint end)
    {
        AuditVerifier verifier = new(keys);
        verifier.Follow(
            db.Stream(AuditVerifier.RowsUpTo(end.Sequence), AuditVerifier.Raw),
            db.Stream(AuditVerifier.OthersUpTo(end.Sequence), AuditVerifier.Raw),
            AuditStore.Anchor(db, keys) ?? AuditPoint.Beginning,
            CancellationToken.None);
        if (!verifier.Findings.IsClean)
        {
            throw new ConflictException("AuditLogDamaged", $"Nothing is removed from the audit log, since {verifier.Findings.All[0]}.");
        }
    }
}
