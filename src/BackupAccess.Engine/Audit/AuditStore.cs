using System.Globalization;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.State;
using Microsoft.Data.Sqlite;

namespace BackupAccess.Engine.Audit;

/// <summary>The audit log's SQL, save for lists and verification.</summary>
internal static class AuditStore
{
    public const string SelectRows = """
        SELECT sequence AS Sequence, time AS Time, principal AS Principal, principal_id AS PrincipalId, channel AS Channel,
               access_key_id AS AccessKeyId, address AS Address, operation AS Operation, object_kind AS ObjectKind,
               object_id AS ObjectId, object_name AS ObjectName, outcome AS Outcome, reason AS Reason, mac AS Mac
        FROM audit_event
        """;

    private const string AnchorPurpose = "anchor";

    private const string InsertEvent = """
        INSERT INTO audit_event (sequence, time, principal, principal_id, channel, access_key_id, address, operation, object_kind, object_id, object_name, outcome, reason, mac)
        VALUES (@Sequence, @Time, @Principal, @PrincipalId, @Channel, @AccessKeyId, @Address, @Operation, @ObjectKind, @ObjectId, @ObjectName, @Outcome, @Reason, @Mac)
        """;

    public static void Insert(StateTransaction transaction, AuditRow row)
    {
        transaction.Execute(InsertEvent, row);
        for (int number = 0; number < row.Others.Count; number++)
        {
            AuditedObject other = row.Others[number];
            transaction.Execute(
                "INSERT INTO audit_object (sequence, number, kind, id, name) VALUES (@Sequence, @number, @Kind, @Id, @Name)",
                new { row.Sequence, number, other.Kind, other.Id, other.Name });
        }
    }

    /// <summary>The rows with all that they are about.</summary>
    public static IReadOnlyList<AuditRow> WithOthers(StateConnection db, IReadOnlyList<AuditRow> rows)
    {
        if (rows.Count == 0)
        {
            return rows;
        }

        // A thousand parameters take SQLite's provider far longer than a thousand numbers in the text.
        string sequences = string.Join(',', rows.Select(row => row.Sequence.ToString(CultureInfo.InvariantCulture)));
        ILookup<long, AuditedObject> others = db.Stream(
                $"SELECT sequence, kind, id, name FROM audit_object WHERE sequence IN ({sequences}) ORDER BY sequence, number",
                row => (Sequence: row.GetInt64(0), Other: new AuditedObject(row.GetString(1), TextOf(row, 2), TextOf(row, 3))))
            .ToLookup(row => row.Sequence, row => row.Other);
        return others.Count == 0 ? rows : [.. rows.Select(row => others.Contains(row.Sequence) ? row with { Others = [.. others[row.Sequence]] } : row)];
    }

    /// <summary>Removes what stands beyond the log's end, where a tail was cut: it is about no event, and the next would take it for its own.</summary>
    public static void DeleteBeyond(StateTransaction transaction, AuditPoint end) =>
        transaction.Execute("DELETE FROM audit_object WHERE sequence > @Sequence", new { end.Sequence });

    /// <summary>The newest event; where there is none, the last that retention removed, else the beginning.</summary>
    public static AuditPoint End(StateConnection db, AuditKeys keys) =>
        Point(db.QueryFirst<PointRow>("SELECT sequence AS Sequence, mac AS Mac FROM audit_event ORDER BY sequence DESC LIMIT 1")) ?? Anchor(db, keys) ?? AuditPoint.Beginning;

    /// <summary>The event of that number; null where there is none.</summary>
    public static AuditPoint? At(StateConnection db, long sequence) =>
        Point(db.QueryFirst<PointRow>("SELECT sequence AS Sequence, mac AS Mac FROM audit_event WHERE sequence = @sequence", new { sequence }));

    /// <summary>The last event that retention removed; null where it has removed none.</summary>
    /// <exception cref="StateException">The engine didn't write it.</exception>
    public static AuditPoint? Anchor(StateConnection db, AuditKeys keys)
    {
        if (db.QueryFirst<AnchorRow>("SELECT sequence AS Sequence, mac AS Mac, seal AS Seal FROM audit_anchor") is not { } row)
        {
            return null;
        }

        AuditPoint anchor = new(row.Sequence, row.Mac);
        return keys.IsSealed(row.Seal, AnchorPurpose, anchor)
            ? anchor
            : throw new StateException("StateDamaged", "Where the audit log begins was changed by another hand than the engine's.");
    }

    public static void SaveAnchor(StateTransaction transaction, AuditKeys keys, AuditPoint anchor) => transaction.Execute(
        """
        INSERT INTO audit_anchor (id, sequence, mac, seal) VALUES (1, @Sequence, @Mac, @seal)
        ON CONFLICT (id) DO UPDATE SET sequence = excluded.sequence, mac = excluded.mac, seal = excluded.seal
        """,
        new { anchor.Sequence, anchor.Mac, seal = keys.Seal(AnchorPurpose, anchor) });

    /// <summary>The newest event of which it and all before it are older than that; null where the oldest isn't.</summary>
    public static AuditPoint? LastBefore(StateConnection db, long time) => Point(db.QueryFirst<PointRow>(
        """
        SELECT sequence AS Sequence, mac AS Mac FROM audit_event
        WHERE sequence < coalesce((SELECT min(sequence) FROM audit_event WHERE time >= @time), 9223372036854775807)
        ORDER BY sequence DESC LIMIT 1
        """,
        new { time }));

    public static int DeleteUpTo(StateTransaction transaction, long sequence)
    {
        transaction.Execute("DELETE FROM audit_object WHERE sequence <= @sequence", new { sequence });
        return transaction.Execute("DELETE FROM audit_event WHERE sequence <= @sequence", new { sequence });
    }

    private static string? TextOf(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    private static AuditPoint? Point(PointRow? row) =>
        row is null ? null : new AuditPoint(row.Sequence, row.Mac is { Length: AuditKeys.MacSize } mac ? mac : AuditPoint.Beginning.Mac);

    private sealed record PointRow(long Sequence, byte[]? Mac);

    private sealed record AnchorRow(long Sequence, byte[] Mac, byte[] Seal);
}
