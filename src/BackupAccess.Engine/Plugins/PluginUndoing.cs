using System.Text.Json.Nodes;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Audit;
using BackupAccess.Engine.Commands;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Sessions;
using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Plugins;

/// <summary>
/// Ends what plug-ins have begun on an account, for who holds its lease. It is bounded by the plug-ins' timeouts and stopped
/// by nothing else: what is half ended would be begun again.
/// </summary>
internal static class PluginUndoing
{
    public const string Operation = "undoPlugin";

    private const long Minute = 60_000_000L;
    private const int LongestPause = 6;

    /// <summary>Ends what is due of what was left by work that is no more; what can't be ended now is tried again later.</summary>
    public static Task CatchUpAsync(EngineServices services, AccountRow account)
    {
        long now = services.Time.Now();
        return CatchUpAsync(services, account, undo => undo.DueAt <= now);
    }

    /// <summary>Ends some of what was left by work that is no more.</summary>
    /// <returns>What kept it from being ended.</returns>
    public static async Task<IReadOnlyList<string>> CatchUpAsync(EngineServices services, AccountRow account, Func<PluginUndo, bool> isWanted)
    {
        IReadOnlyList<PluginUndo> left;
        using (StateConnection db = services.Database.Connect())
        {
            left = PluginUndoStore.Of(db, account.Id);
        }

        List<string> failures = [];
        foreach (PluginUndo undo in left.Where(isWanted))
        {
            // What that work had asked the plug-in may be under way still.
            ContainedProcess.KillMarked(undo.Id);
            string? failure = await EndAsync(services, account, undo, PluginOutcome.Interrupted).ConfigureAwait(false);
            Tell(services, account, undo, failure);
            failures.AddRange(failure is null ? [] : [failure]);
        }

        return failures;
    }

    /// <returns>What kept it from being ended; null where it has been.</returns>
    public static async Task<string?> EndAsync(EngineServices services, AccountRow account, PluginUndo undo, PluginOutcome outcome)
    {
        JsonObject document = JsonNode.Parse(undo.Document)!.AsObject();
        document["outcome"] = outcome.ToString().ToLowerInvariant();
        document["state"] = undo.State is null ? null : JsonNode.Parse(undo.State);
        try
        {
            AllowedCommand plugin = PluginUse.Require(services, undo.Plugin);
            await PluginUse.AskAsync(services, plugin, undo.Operation, account, document, undo.Id, CancellationToken.None).ConfigureAwait(false);
            Change(services, db => PluginUndoStore.Delete(db, undo.Id));
            return null;
        }
        catch (Exception e) when (e is PluginException or StateException or BackupFailedException)
        {
            long pause = Minute << (int)Math.Min(undo.Attempts, LongestPause);
            Change(services, db => PluginUndoStore.SetFailed(db, undo.Id, e.Message, services.Time.Now() + pause));
            return e.Message;
        }
    }

    /// <summary>Writes down what is to undo an act, and does that where the act doesn't come to its end.</summary>
    public static async Task<T> GuardAsync<T>(EngineServices services, AccountRow account, string plugin, string operation, JsonObject document, Func<string, Task<T>> act)
    {
        PluginUndo undo = Remember(services, account, plugin, operation, document);
        bool isDone = false;
        try
        {
            T result = await act(undo.Id).ConfigureAwait(false);
            isDone = true;
            Change(services, db => PluginUndoStore.Delete(db, undo.Id));
            return result;
        }
        finally
        {
            if (!isDone)
            {
                Tell(services, account, undo, await EndAsync(services, account, undo, PluginOutcome.Failed).ConfigureAwait(false));
            }
        }
    }

    /// <summary>What the processes of one act are known by, and what is to be ended of it.</summary>
    public static string NewMark(EngineServices services) => Guid.CreateVersion7(services.Time.GetUtcNow()).ToString();

    /// <summary>Writes down that something is to be ended.</summary>
    public static PluginUndo Remember(EngineServices services, AccountRow account, string plugin, string operation, JsonObject document)
    {
        PluginUndo undo = new(NewMark(services), account.Id, Sequence: 0, plugin, operation, document.ToJsonString(), State: null, Attempts: 0, DueAt: 0);
        Change(services, db => PluginUndoStore.Insert(db, undo));
        return undo;
    }

    /// <summary>Has the audit log say what became of it.</summary>
    public static void Tell(EngineServices services, AccountRow account, PluginUndo undo, string? failure) => Change(services, db => AuditLog.Append(
        db,
        services.Time.Now(),
        Session.OfEngine(services.Time.GetUtcNow()),
        Operation,
        account,
        failure is null ? AuditOutcome.Succeeded : AuditOutcome.Failed,
        failure ?? $"{undo.Plugin} {undo.Operation}"));

    private static void Change(EngineServices services, Action<StateTransaction> change)
    {
        using StateTransaction transaction = services.Database.BeginImmediate();
        change(transaction);
        transaction.Commit();
    }
}
