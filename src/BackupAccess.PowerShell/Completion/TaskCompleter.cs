using BackupAccess.Engine.Tasks;

namespace BackupAccess.PowerShell.Completion;

/// <summary>Offers the ids of tasks, those first that haven't ended, of the account typed before where there is one.</summary>
internal sealed class TaskCompleter : BkCompleter
{
    private protected override IEnumerable<Suggestion> Suggest(CompletionQuery query)
    {
        string[] accounts = query.BoundText("Account") is { } account ? [account] : [];
        return query.List(new ListTasks([], accounts, [], [], [], Since: null))
            .Where(task => task.Id.ToString().StartsWith(query.Text, StringComparison.OrdinalIgnoreCase))
            .Select(task => new Suggestion(task.Id.ToString(), $"{task.State}: {task}"));
    }
}
