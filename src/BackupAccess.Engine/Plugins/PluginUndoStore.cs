using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Plugins;

/// <summary>The SQL of what plug-ins have begun and is to be ended.</summary>
internal static class PluginUndoStore
{
    private const string Select = """
        SELECT id AS Id, account_id AS AccountId, sequence AS Sequence, plugin AS Plugin, operation AS Operation, document AS Document, state AS State,
               attempts AS Attempts, due_at AS DueAt
        FROM plugin_undo
        """;

    public static void Insert(StateConnection db, PluginUndo undo) => db.Execute(
        """
        INSERT INTO plugin_undo (id, account_id, sequence, plugin, operation, document)
        VALUES (@Id, @AccountId, (SELECT coalesce(max(sequence), 0) + 1 FROM plugin_undo), @Plugin, @Operation, @Document)
        """,
        new { undo.Id, undo.AccountId, undo.Plugin, undo.Operation, undo.Document });

    public static void SetState(StateConnection db, string id, string? state) => db.Execute("UPDATE plugin_undo SET state = @state WHERE id = @id", new { id, state });

    public static void Delete(StateConnection db, string id) => db.Execute("DELETE FROM plugin_undo WHERE id = @id", new { id });

    public static void SetFailed(StateConnection db, string id, string failure, long dueAt) =>
        db.Execute("UPDATE plugin_undo SET attempts = attempts + 1, failure = @failure, due_at = @dueAt WHERE id = @id", new { id, failure, dueAt });

    /// <summary>An account's, in the order in which they are ended.</summary>
    public static IReadOnlyList<PluginUndo> Of(StateConnection db, string account) =>
        db.Query<PluginUndo>($"{Select} WHERE account_id = @account ORDER BY sequence DESC", new { account });

    public static PluginUndo? Find(StateConnection db, string id) => db.QueryFirst<PluginUndo>($"{Select} WHERE id = @id", new { id });

    /// <summary>The accounts with any that is due.</summary>
    public static IReadOnlyList<string> AccountsDue(StateConnection db, long now) =>
        db.Query<string>("SELECT DISTINCT account_id FROM plugin_undo WHERE due_at <= @now", new { now });

    /// <summary>How many there are of each plug-in.</summary>
    public static long CountOf(StateConnection db, string plugin) =>
        db.QueryScalar<long>("SELECT count(*) FROM plugin_undo WHERE plugin = @plugin", new { plugin });
}
