using System.Globalization;
using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Audit;

/// <summary>
/// What the head file and the database tell differently of the log's end, when both lie still. What is found goes into
/// the log itself, so that no later event hides it.
/// </summary>
/// <param name="Kind">How it differs.</param>
/// <param name="First">The first event that it is about; 0 for none.</param>
/// <param name="Last">The last one.</param>
/// <param name="Text">In words.</param>
internal sealed record AuditDiscrepancy(AuditFindingKind Kind, long First, long Last, string Text)
{
    /// <summary>The operation that such an event is written under, and then the kind.</summary>
    public const string Operation = "auditLog";

    /// <summary>The kinds that go into the log.</summary>
    public static IReadOnlyList<AuditFindingKind> Kinds { get; } =
        [AuditFindingKind.Altered, AuditFindingKind.Missing, AuditFindingKind.HeadMissing, AuditFindingKind.HeadDamaged, AuditFindingKind.Interrupted];

    /// <param name="db">The database, within the transaction that is to write.</param>
    /// <param name="keys">The keys of the chain.</param>
    /// <param name="end">The end of the log in it.</param>
    /// <param name="isThere">Whether there is a head file.</param>
    /// <param name="told">What it tells; null where it isn't the engine's.</param>
    public static AuditDiscrepancy? Find(StateConnection db, AuditKeys keys, AuditPoint end, bool isThere, AuditHeadState? told)
    {
        if (told is not { } head)
        {
            return isThere
                ? new(AuditFindingKind.HeadDamaged, 0, 0, "the head file was not as the engine writes it")
                : new(AuditFindingKind.HeadMissing, 0, 0, "the head file was gone");
        }

        AuditPoint confirmed = head.Confirmed;
        return head.Pending == end ? null
            : confirmed == end ? head.Pending is { } pending ? Interrupted(end, pending) : null
            : confirmed.Sequence > end.Sequence ? Cut(end, confirmed)
            : IsWithin(db, keys, confirmed) ? null
            : new(AuditFindingKind.Altered, confirmed.Sequence, confirmed.Sequence, Say($"event {confirmed.Sequence} was not the one that the head told of"));
    }

    public static AuditDiscrepancy Cut(AuditPoint end, AuditPoint confirmed) => new(
        AuditFindingKind.Missing, end.Sequence + 1, confirmed.Sequence, Say($"the log ended at event {end.Sequence}, and its head told of event {confirmed.Sequence}"));

    public static AuditDiscrepancy Interrupted(AuditPoint end, AuditPoint pending) => new(
        AuditFindingKind.Interrupted, end.Sequence + 1, pending.Sequence, Say($"what was to end with event {pending.Sequence} was interrupted before it was done"));

    /// <summary>An event that retention has removed counts as there: what was put in its place is proven.</summary>
    private static bool IsWithin(StateConnection db, AuditKeys keys, AuditPoint point) =>
        point.Sequence == 0
        || AuditStore.At(db, point.Sequence) == point
        || (AuditStore.Anchor(db, keys) is { } anchor && anchor.Sequence >= point.Sequence);

    private static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
