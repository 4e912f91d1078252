using System.Globalization;
using System.Text;
using BackupAccess.Engine.Sessions;
using Microsoft.Data.Sqlite;
using SQLitePCL;
using static SQLitePCL.raw;

namespace BackupAccess.Engine.Audit;

/// <summary>Goes along the chain, event by event, as the rows lie in the database.</summary>
internal sealed class AuditVerifier(AuditKeys keys)
{
    public const string AllRows = $"{Columns} ORDER BY sequence";
    public const string AllOthers = $"{OtherColumns} ORDER BY sequence, number";

    private const string Columns =
        "SELECT sequence, time, principal, principal_id, channel, access_key_id, address, operation, object_kind, object_id, object_name, outcome, reason, mac FROM audit_event";

    private const string OtherColumns = "SELECT sequence, kind, id, name FROM audit_object";

    private const int FirstText = 2;
    private const int Principal = 2;
    private const int Operation = 7;
    private const int ObjectName = 10;
    private const int Reason = 12;
    private const int MacColumn = 13;
    private const int OtherEnd = 4;
    private const int RowsBetweenLooks = 4096;

    private static readonly byte[] s_engine = Encoding.UTF8.GetBytes(Session.Engine);
    private static readonly byte[] s_notePrefix = Encoding.UTF8.GetBytes(AuditDiscrepancy.Operation);

    private readonly AuditEncoder _encoder = new();
    private readonly byte[] _last = new byte[AuditKeys.MacSize];
    private readonly byte[] _expected = new byte[AuditKeys.MacSize];
    private readonly Dictionary<long, byte[]?> _watched = [];

    public AuditFindings Findings { get; } = new();

    public long Events { get; private set; }

    /// <summary>The oldest event's number; 0 while there is none.</summary>
    public long First { get; private set; }

    /// <summary>The newest event's number, or where the chain began.</summary>
    public long Last { get; private set; }

    public static string RowsUpTo(long sequence) => string.Create(CultureInfo.InvariantCulture, $"{Columns} WHERE sequence <= {sequence} ORDER BY sequence");

    public static string OthersUpTo(long sequence) =>
        string.Create(CultureInfo.InvariantCulture, $"{OtherColumns} WHERE sequence <= {sequence} ORDER BY sequence, number");

    /// <summary>A row where SQLite has it: there are too many to copy.</summary>
    public static sqlite3_stmt Raw(SqliteDataReader row) => row.Handle!;

    /// <summary>Has the MAC of an event kept, to be compared with what is told of it elsewhere.</summary>
    public void Watch(long sequence) => _watched[sequence] = null;

    /// <summary>The MAC that stands at an event; null where there is no such event.</summary>
    public AuditPoint? At(long sequence) => _watched.GetValueOrDefault(sequence) is { } mac ? new AuditPoint(sequence, mac) : null;

    /// <param name="rows">The rows in the order of their numbers.</param>
    /// <param name="others">What events are about beside their object, in the same order.</param>
    /// <param name="begin">What the first follows.</param>
    /// <param name="cancellationToken">Ends the verification.</param>
    public void Follow(IEnumerable<sqlite3_stmt> rows, IEnumerable<sqlite3_stmt> others, AuditPoint begin, CancellationToken cancellationToken)
    {
        using OtherRows otherRows = new(others);
        Last = begin.Sequence;
        begin.Mac.CopyTo(_last, 0);
        foreach (sqlite3_stmt row in rows)
        {
            if (Events++ % RowsBetweenLooks == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            Follow(row, otherRows);
        }

        Skip(otherRows, before: null);
    }

    private void Follow(sqlite3_stmt row, OtherRows others)
    {
        long sequence = sqlite3_column_int64(row, 0);
        First = Events == 1 ? sequence : First;
        bool follows = sequence == Last + 1;
        if (sequence > Last + 1)
        {
            Findings.Missing(Last + 1, sequence - 1);
        }

        // What follows a gap can't be told from what was put there, save by what comes after it.
        bool sound = Encode(row, sequence, others) && ReadMac(row) && Chains();
        if (!sound && (follows || sequence <= Last))
        {
            Findings.Altered(sequence);
        }

        if (sound && IsNote(row))
        {
            NoteFound(row);
        }

        if (_watched.ContainsKey(sequence))
        {
            _watched[sequence] = [.. _last];
        }

        Last = Math.Max(Last, sequence);
    }

    /// <summary>False where a column is of another type than the engine writes.</summary>
    private bool Encode(sqlite3_stmt row, long sequence, OtherRows others)
    {
        bool sound = sqlite3_column_type(row, 0) == SQLITE_INTEGER && sqlite3_column_type(row, 1) == SQLITE_INTEGER;
        _encoder.Begin(sequence, sqlite3_column_int64(row, 1));
        sound &= Encode(row, FirstText, MacColumn);
        Skip(others, before: sequence);
        for (; others.Sequence == sequence; others.MoveNext())
        {
            sound &= sqlite3_column_type(others.Row, 0) == SQLITE_INTEGER && Encode(others.Row, first: 1, OtherEnd);
        }

        return sound;
    }

    private bool Encode(sqlite3_stmt row, int first, int end)
    {
        bool sound = true;
        for (int column = first; column < end; column++)
        {
            int type = sqlite3_column_type(row, column);
            sound &= type is SQLITE_TEXT or SQLITE_NULL;
            _ = type == SQLITE_NULL ? _encoder.AddNull() : _encoder.Add(sqlite3_column_blob(row, column));
        }

        return sound;
    }

    /// <summary>What names an event that isn't there: it was put there, or the event was taken away.</summary>
    private void Skip(OtherRows others, long? before)
    {
        for (; others.Sequence is { } sequence && (before is null || sequence < before); others.MoveNext())
        {
            Findings.Altered(sequence);
        }
    }

    /// <summary>Computes the MAC that the event must have, and takes the one that it has for what the next follows.</summary>
    private bool ReadMac(sqlite3_stmt row)
    {
        keys.Chain(_last, _encoder, _expected);
        ReadOnlySpan<byte> mac = sqlite3_column_type(row, MacColumn) == SQLITE_BLOB ? sqlite3_column_blob(row, MacColumn) : default;
        bool sound = mac.Length == AuditKeys.MacSize;
        (sound ? mac : AuditPoint.Beginning.Mac).CopyTo(_last);
        return sound;
    }

    private bool Chains() => _expected.AsSpan().SequenceEqual(_last);

    private static bool IsNote(sqlite3_stmt row) =>
        sqlite3_column_blob(row, Operation).StartsWith(s_notePrefix) && sqlite3_column_blob(row, Principal).SequenceEqual(s_engine);

    /// <summary>The engine had something to say of the log itself.</summary>
    private void NoteFound(sqlite3_stmt row)
    {
        string operation = Text(row, Operation)[AuditDiscrepancy.Operation.Length..];
        if (Enum.TryParse(operation, out AuditFindingKind kind))
        {
            string[] which = Text(row, ObjectName).Split('-');
            long first = long.TryParse(which[0], CultureInfo.InvariantCulture, out long from) ? from : 0;
            long last = long.TryParse(which[^1], CultureInfo.InvariantCulture, out long to) ? to : first;
            Findings.Add(kind, first, last, Text(row, Reason));
        }
    }

    private static string Text(sqlite3_stmt row, int column) => Encoding.UTF8.GetString(sqlite3_column_blob(row, column));

    /// <summary>The rows of what events are about beside their object, one ahead of those of the events.</summary>
    private sealed class OtherRows : IDisposable
    {
        private readonly IEnumerator<sqlite3_stmt> _rows;

        public OtherRows(IEnumerable<sqlite3_stmt> rows)
        {
            _rows = rows.GetEnumerator();
            MoveNext();
        }

        /// <summary>The event that the next row names; null where there is none.</summary>
        public long? Sequence { get; private set; }

        public sqlite3_stmt Row => _rows.Current;

        public void MoveNext() => Sequence = _rows.MoveNext() ? sqlite3_column_int64(Row, 0) : null;

        public void Dispose() => _rows.Dispose();
    }
}
