using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Priorities;
using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Tasks;

/// <summary>Keeps the priorities of queued tasks what their accounts' groups and tags make them.</summary>
internal static class TaskPriorities
{
    public static bool AreStale(StateConnection db) => db.QueryScalar<long>("SELECT is_stale FROM task_order") != 0;

    /// <summary>Works those out anew that a change of groups, tags or accounts may have moved; the state's triggers tell of one.</summary>
    public static void Refresh(StateTransaction db)
    {
        if (!AreStale(db))
        {
            return;
        }

        PriorityGroupRow standard = PriorityGroupStore.Default(db);
        Dictionary<string, PriorityGroupRow> groups = PriorityGroupStore.All(db).ToDictionary(group => group.Id);
        ILookup<string, PriorityGroupRow> tagged = db
            .Query<(string Account, string Group)>(
                """
                SELECT DISTINCT t.account_id, g.group_id
                FROM task q JOIN account_tag t ON t.account_id = q.account_id JOIN priority_group_tag g ON g.tag_id = t.tag_id
                WHERE q.state = 'Queued'
                """)
            .ToLookup(pair => pair.Account, pair => groups[pair.Group]);
        foreach (QueuedTask task in Queued(db))
        {
            PriorityGroupRow? own = task.GroupId is null ? null : groups[task.GroupId];
            int priority = EffectivePriority.Of(Enum.Parse<TaskKind>(task.Kind), Enum.Parse<AccountType>(task.AccountType), own, tagged[task.AccountId], standard);
            if (priority != task.Priority)
            {
                db.Execute("UPDATE task SET priority = @priority WHERE id = @Id", new { task.Id, priority });
            }
        }

        db.Execute("UPDATE task_order SET is_stale = 0");
    }

    private static IReadOnlyList<QueuedTask> Queued(StateTransaction db) => db.Query<QueuedTask>(
        """
        SELECT q.id AS Id, q.kind AS Kind, q.priority AS Priority, a.id AS AccountId, a.type AS AccountType, a.priority_group_id AS GroupId
        FROM task q JOIN account a ON a.id = q.account_id
        WHERE q.state = 'Queued'
        """);

    private sealed record QueuedTask(string Id, string Kind, long Priority, string AccountId, string AccountType, string? GroupId);
}
