using BackupAccess.Engine.Access;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Tasks;

/// <summary>
/// Lists tasks: own ones, and those on accounts, and of configurations' profiles, that the caller may see. First those that run, then those that wait, in the
/// order in which they will run, then ended ones, the last to end first. Nothing asked for means all; accounts and connectors
/// are patterns.
/// </summary>
public sealed record ListTasks(
    IReadOnlyList<string> Ids, IReadOnlyList<string> Accounts, IReadOnlyList<string> Connectors, IReadOnlyList<TaskState> States, IReadOnlyList<TaskKind> Kinds, DateTimeOffset? Since)
    : IOperation<IAsyncEnumerable<WorkTask>>;

internal sealed class ListTasksHandler : ListHandler<ListTasks, WorkTask>
{
    /// <summary>Up to how many are looked up one by one; of more, all are read at once.</summary>
    private const int MostLookedUp = 100;

    public override IReadOnlyList<TargetKind> Targets => [TargetKind.Account];

    protected override IReadOnlyList<WorkTask> List(ListTasks request, OperationContext context)
    {
        context.Tasks.Settle();
        AccountPatterns accounts = new(request.Accounts);
        NamePatterns connectors = new(request.Connectors);
        IReadOnlyList<TaskRow> tasks = Read(request, context.Db);
        Dictionary<string, AccountRow> known = AccountsOf(tasks, context.Db).ToDictionary(account => account.Id, StringComparer.Ordinal);
        return [.. tasks
            .Where(task => known.TryGetValue(task.AccountId, out AccountRow? account)
                && Matches(account, accounts)
                && connectors.Matches(account.Connector, account.ConnectorId)
                && (task.IsOf(context.Session.UserId, context.Session.Name) || context.Allows(task.TargetsOn(account))))
            .Select(task => task.Show())
            .Where(task => request.States.Count == 0 || request.States.Contains(task.State))
            .Where(task => request.Kinds.Count == 0 || request.Kinds.Contains(task.Kind))
            .OrderBy(task => task.State switch { TaskState.Running => 0, TaskState.Queued => 1, _ => 2 })
            .ThenByDescending(task => task.Ended)];
    }

    private static IReadOnlyList<TaskRow> Read(ListTasks request, StateConnection db)
    {
        HashSet<string> ids = new(request.Ids.Select(id => Guid.TryParse(id, out Guid typed) ? typed.ToString() : ""), StringComparer.Ordinal);
        return request.Ids.Count == 0 ? TaskStore.Since(db, request.Since?.ToMicroseconds() ?? 0)
            : ids.Count <= MostLookedUp ? [.. ids.Select(id => TaskStore.Find(db, id)).OfType<TaskRow>()]
            : [.. TaskStore.Since(db, since: 0).Where(task => ids.Contains(task.Id))];
    }

    private static IEnumerable<AccountRow> AccountsOf(IReadOnlyList<TaskRow> tasks, StateConnection db)
    {
        string[] ids = [.. tasks.Select(task => task.AccountId).Distinct()];
        return ids.Length <= MostLookedUp
            ? ids.Select(id => AccountStore.Find(db, Guid.Parse(id))).OfType<AccountRow>()
            : new[] { AccountPresence.Live, AccountPresence.Orphan }.SelectMany(presence => AccountStore.All(db, presence));
    }

    /// <summary>An orphan answers to its UUID only: its name may be another account's by now.</summary>
    private static bool Matches(AccountRow account, AccountPatterns patterns) =>
        patterns.MatchesId(account) || (!account.IsOrphan && patterns.MatchesName(account));
}
