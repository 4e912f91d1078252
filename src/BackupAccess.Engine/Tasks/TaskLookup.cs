using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Tasks;

/// <summary>Finds tasks for a caller: own ones, and those on accounts, and of profiles, in reach.</summary>
internal static class TaskLookup
{
    /// <exception cref="NotFoundException">There is none, none any more, or none that the caller may know of.</exception>
    public static TaskSubject Find(OperationContext context, TaskReference reference)
    {
        TaskSubject? found = Guid.TryParse(reference.Text, out Guid id) && TaskStore.Find(context.Db, id.ToString()) is { } task ? Of(context, task) : null;
        return found is not null && (found.IsOwn || context.MayKnow<ListTasks>(found.Targets))
            ? found
            : throw new NotFoundException("task", Names.Printable(reference.Text)) { IsHidden = found is not null };
    }

    private static TaskSubject Of(OperationContext context, TaskRow task) => new(task, AccountStore.Find(context.Db, Guid.Parse(task.AccountId))!)
    {
        IsOwn = task.IsOf(context.Session.UserId, context.Session.Name),
    };
}
