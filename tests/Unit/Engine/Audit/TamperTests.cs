using System.Globalization;
using BackupAccess.Engine.Audit;
using BackupAccess.Engine.State;
using Xunit.Abstractions;

namespace BackupAccess.Engine.Tests.Audit;

/// <summary>Random tamperings by the two who can: one holds the database, the other the whole state folder with its keys.</summary>
public sealed class TamperTests(ITestOutputHelper output)
{
    private const int Tamperings = 1000;

    private static readonly string[] s_texts = ["principal", "principal_id", "channel", "access_key_id", "address", "operation", "object_kind", "object_id", "object_name", "outcome", "reason"];

    private static readonly string[] s_otherTexts = ["kind", "id", "name"];

    [Fact]
    public async Task Whatever_who_holds_the_database_does_to_the_log_is_found()
    {
        await using Store store = await Store.CreateAsync();
        await store.WriteEventsAsync(15);
        store.WriteGrants(10);
        store.Tamper("CREATE TABLE saved AS SELECT * FROM audit_event; CREATE TABLE saved_object AS SELECT * FROM audit_object");
        Random random = Seeded();
        int last = (int)await store.AuditEndAsync();
        for (int i = RandomRuns.Of(Tamperings); i > 0; i--)
        {
            string sql = DatabaseTampering(random, last);
            store.Tamper(sql);
            bool changed = IsChanged(store);

            AuditVerification verification = await store.VerifyAsync();

            Assert.True(verification.Passed != changed, $"{sql}: changed is {changed}, and passed is {verification.Passed}.");
            store.Tamper("""
                DELETE FROM audit_event; DELETE FROM audit_anchor; DELETE FROM audit_object;
                INSERT INTO audit_event SELECT * FROM saved; INSERT INTO audit_object SELECT * FROM saved_object
                """);
        }

        Assert.True((await store.VerifyAsync()).Passed);
    }

    [Fact]
    public async Task Whatever_who_holds_the_whole_folder_does_to_the_log_is_found_up_to_the_exported_head()
    {
        await using Store store = await Store.CreateAsync();
        await store.WriteEventsAsync(15);
        store.WriteGrants(5);
        AuditHead head = store.ExportHead();
        await store.WriteEventsAsync(5);
        AuditRow[] original = Rows(store);
        AuditKeys keys = store.Keys();
        Random random = Seeded();
        for (int i = RandomRuns.Of(Tamperings); i > 0; i--)
        {
            List<AuditRow> forged = [.. original];
            long anchor = FolderTampering(random, forged);
            Install(store, keys, forged, anchor);
            bool isWithin = anchor > 0 || !Contents(original).Take((int)head.Sequence).SequenceEqual(Contents(forged).Take((int)head.Sequence));

            Assert.True((await store.VerifyAsync()).Passed, "Who has the keys writes a log that is sound in itself.");
            AuditVerification verification = await store.VerifyAsync(head);

            Assert.True(verification.Passed != isWithin, $"tampering {i}: within is {isWithin}, and passed is {verification.Passed}.");
            Assert.Equal(isWithin ? null : head.Sequence, verification.ProvenByHead);
            store.Tamper("DELETE FROM audit_anchor");
        }
    }

    [Fact]
    public async Task An_exported_head_that_was_changed_or_is_another_logs_proves_nothing()
    {
        await using Store store = await Store.CreateAsync();
        await using Store other = await Store.CreateAsync();
        AuditHead head = store.ExportHead();

        Assert.True((await store.VerifyAsync(AuditHead.Parse(head.Format()))).Passed);
        foreach (AuditHead wrong in new[] { head with { First = 2 }, head with { Seal = "" }, other.ExportHead(), head with { Time = head.Time.AddDays(1) } })
        {
            AuditVerification verification = await store.VerifyAsync(wrong);
            Assert.Equal([AuditFindingKind.ForeignHead], verification.Findings.Select(finding => finding.Kind));
            Assert.Null(verification.ProvenByHead);
        }
    }

    private Random Seeded()
    {
        int seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        return new Random(seed);
    }

    private static string DatabaseTampering(Random random, int last)
    {
        int one = random.Next(1, last + 1);
        int two = random.Next(1, last + 1);
        string other = s_otherTexts[random.Next(s_otherTexts.Length)];
        string text = s_texts[random.Next(s_texts.Length)];
        string sql = random.Next(16) switch
        {
            0 => $"UPDATE audit_event SET {text} = coalesce({text}, '') || 'x' WHERE sequence = {one}",
            1 => $"UPDATE audit_event SET {text} = (SELECT {text} FROM saved WHERE sequence = {two}) WHERE sequence = {one} AND (SELECT {text} FROM saved WHERE sequence = {two}) IS NOT NULL",
            2 => $"UPDATE audit_event SET time = time + {random.Next(-2, 3)} WHERE sequence = {one}",
            3 => $"DELETE FROM audit_event WHERE sequence = {one}",
            4 => $"DELETE FROM audit_event WHERE sequence BETWEEN {one} AND {two}",
            5 => $"DELETE FROM audit_event WHERE sequence > {one}",
            6 => $"UPDATE audit_event SET mac = randomblob({random.Next(0, 40)}) WHERE sequence = {one}",
            7 => $"UPDATE audit_event SET mac = (SELECT mac FROM saved WHERE sequence = {two}) WHERE sequence = {one}",
            8 => Swap(one, two),
            9 => $"INSERT INTO audit_event SELECT {last + 1}, time, principal, principal_id, channel, access_key_id, address, operation, object_kind, object_id, object_name, outcome, reason, mac FROM saved WHERE sequence = {one}",
            10 => $"UPDATE audit_object SET {other} = coalesce({other}, '') || 'x' WHERE sequence = {one}",
            11 => $"DELETE FROM audit_object WHERE sequence = {one} AND number = {random.Next(2)}",
            12 => $"INSERT INTO audit_object VALUES ({random.Next(last + 3)}, {random.Next(2, 4)}, 'user', NULL, 'jane')",
            13 => $"UPDATE audit_object SET {other} = CAST({other} AS BLOB) WHERE sequence = {one}; UPDATE audit_object SET sequence = sequence + 0.5 WHERE sequence = {two}",
            14 => $"UPDATE audit_event SET {text} = CAST({text} AS BLOB) WHERE sequence = {one}",
            _ => $"DELETE FROM audit_event WHERE sequence = {one}; UPDATE audit_event SET sequence = sequence - 1 WHERE sequence > {one}",
        };
        return random.Next(20) == 0 ? $"{sql}; INSERT INTO audit_anchor SELECT 1, sequence, mac, mac FROM saved WHERE sequence = {one}; DELETE FROM audit_event WHERE sequence <= {one}" : sql;
    }

    /// <summary>Two events in each other's places, each with its MAC.</summary>
    private static string Swap(int one, int two) => string.Create(
        CultureInfo.InvariantCulture,
        $"UPDATE audit_event SET sequence = -1 WHERE sequence = {one}; UPDATE audit_event SET sequence = {one} WHERE sequence = {two}; UPDATE audit_event SET sequence = {two} WHERE sequence = -1");

    private static bool IsChanged(Store store)
    {
        const string Columns = "sequence, time, principal, principal_id, channel, access_key_id, address, operation, object_kind, object_id, object_name, outcome, reason, mac, typeof(reason), typeof(principal), typeof(operation), typeof(object_name), typeof(object_id), typeof(principal_id), typeof(channel), typeof(access_key_id), typeof(address), typeof(object_kind), typeof(outcome)";
        const string OtherColumns = "sequence, number, kind, id, name, typeof(sequence), typeof(kind), typeof(id), typeof(name)";
        using StateConnection db = store.Database.Connect();
        return Differ(db, Columns, "audit_event", "saved") || Differ(db, OtherColumns, "audit_object", "saved_object");
    }

    private static bool Differ(StateConnection db, string columns, string one, string two) =>
        db.QueryScalar<int>($"SELECT count(*) FROM (SELECT {columns} FROM {one} EXCEPT SELECT {columns} FROM {two})") > 0
        || db.QueryScalar<int>($"SELECT count(*) FROM (SELECT {columns} FROM {two} EXCEPT SELECT {columns} FROM {one})") > 0;

    /// <returns>The number of the event that the forged log says that retention removed last; 0 for none.</returns>
    private static long FolderTampering(Random random, List<AuditRow> rows)
    {
        int at = random.Next(rows.Count);
        switch (random.Next(7))
        {
            case 0:
                rows[at] = rows[at] with { Principal = rows[at].Principal + "x" };
                return 0;
            case 6:
                rows[at] = rows[at] with { Others = [.. rows[at].Others, new AuditedObject("user", null, "jane")] };
                return 0;
            case 1:
                rows.RemoveAt(at);
                return 0;
            case 2:
                rows.RemoveRange(at, rows.Count - at);
                return 0;
            case 3:
                rows.Insert(at, rows[at] with { Operation = "forged" });
                return 0;
            case 4:
                int other = random.Next(rows.Count);
                (rows[at], rows[other]) = (rows[other], rows[at]);
                return 0;
            default:
                rows.RemoveRange(0, at);
                return at;
        }
    }

    /// <summary>Numbers and chains the events, and tells the head file, as the engine would.</summary>
    private static void Install(Store store, AuditKeys keys, List<AuditRow> rows, long anchor)
    {
        AuditPoint last = new(anchor, [.. Enumerable.Repeat((byte)anchor, AuditKeys.MacSize)]);
        last = anchor == 0 ? AuditPoint.Beginning : Rows(store).FirstOrDefault(row => row.Sequence == anchor) is { } row ? new AuditPoint(anchor, row.Mac!) : last;
        using StateTransaction transaction = store.Database.BeginImmediate();
        transaction.Execute("DELETE FROM audit_event; DELETE FROM audit_object");
        if (anchor > 0)
        {
            AuditStore.SaveAnchor(transaction, keys, last);
        }

        for (int i = 0; i < rows.Count; i++)
        {
            byte[] mac = new byte[AuditKeys.MacSize];
            AuditRow chained = rows[i] = rows[i] with { Sequence = last.Sequence + 1, Mac = mac };
            keys.Chain(last.Mac, chained.Encode(new AuditEncoder()), mac);
            AuditStore.Insert(transaction, chained);
            last = new AuditPoint(chained.Sequence, mac);
        }

        transaction.Commit();
        AuditHeadFile.Create(store.HeadPath(), keys, new AuditHeadState(last, Pending: null));
    }

    private static AuditRow[] Rows(Store store)
    {
        using StateConnection db = store.Database.Connect();
        return [.. AuditStore.WithOthers(db, db.Query<AuditRow>($"{AuditStore.SelectRows} ORDER BY sequence"))];
    }

    private static IEnumerable<AuditRow> Contents(IEnumerable<AuditRow> rows) => rows.Select(row => row with { Mac = null, Sequence = 0, Others = [], Reason = $"{row.Reason} {string.Join(",", row.Others)}" });
}
