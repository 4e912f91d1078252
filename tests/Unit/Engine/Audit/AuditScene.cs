using BackupAccess.Engine.Audit;
using BackupAccess.Engine.State;
using BackupAccess.Engine.Users;
using Microsoft.Data.Sqlite;

namespace BackupAccess.Engine.Tests.Audit;

/// <summary>A store with an audit log, and hands that reach past the engine.</summary>
internal static class AuditScene
{
    /// <summary>Writes events: users that are made.</summary>
    public static async Task WriteEventsAsync(this Store store, int count)
    {
        for (int i = 0; i < count; i++)
        {
            await store.Local.DoAsync(new CreateUser($"user{Guid.CreateVersion7():n}", [], ConsoleAccess.Off, null, null));
        }
    }

    /// <summary>Writes events about several objects each.</summary>
    public static void WriteGrants(this Store store, int count)
    {
        using StateTransaction transaction = store.OpenFolder().Database.BeginImmediate();
        for (int i = 0; i < count; i++)
        {
            transaction.Append(store, "grant", $"user{i} on web{i}", new AuditedObject("user", $"id{i}", $"user{i}"), new AuditedObject("connector", null, $"web{i % 3}"));
        }

        transaction.Commit();
    }

    public static Task<AuditVerification> VerifyAsync(this Store store, AuditHead? head = null) => store.Local.DoAsync(new VerifyAuditLog(head));

    /// <summary>What who holds the database alone can do to it.</summary>
    public static void Tamper(this Store store, string sql)
    {
        using SqliteConnection connection = new($"Data Source={Path.Combine(store.StatePath, "state.db")};Pooling=False");
        connection.Open();
        using SqliteCommand command = new(sql, connection);
        command.ExecuteNonQuery();
    }

    public static string HeadPath(this Store store) => Path.Combine(store.StatePath, "audit.head");

    /// <summary>The keys of the chain, which who holds the whole state folder has.</summary>
    public static AuditKeys Keys(this Store store)
    {
        using StateConnection db = store.Database.Connect();
        return AuditKeys.Find(db, StateKey.Read(Path.Combine(store.StatePath, "state.key")))!;
    }

    public static AuditHead ExportHead(this Store store)
    {
        using StateConnection db = store.Database.Connect();
        return ExportedHead.Make(db, store.Keys(), store.Clock);
    }

    /// <summary>Opens the state as another process would.</summary>
    public static StateFolder OpenFolder(this Store store) => StateFolder.Open(store.StatePath, store.Clock);

    public static void Append(this StateTransaction transaction, Store store, string operation, string? name = null, params IReadOnlyList<AuditedObject> others) => AuditLog.Append(
        transaction,
        store.Clock.GetUtcNow().ToMicroseconds(),
        Engine.Sessions.Session.OfEngine(store.Clock.GetUtcNow()),
        operation,
        new Engine.Operations.NoSubject("thing", name) { Others = others },
        AuditOutcome.Succeeded,
        reason: null);
}
