using BackupAccess.Engine.Access;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Tasks;

/// <summary>Stops a task: one that waits ends at once, one that runs within a few seconds.</summary>
public sealed record StopTask(TaskReference Task) : IOperation<WorkTask>;

internal sealed class StopTaskHandler : ChangeHandler<StopTask, TaskSubject, WorkTask>
{
    public override IReadOnlyList<TargetKind> Targets => [TargetKind.Account];

    /// <summary>Others' tasks are stopped by who could have asked for them.</summary>
    public override TaskSubject Resolve(StopTask request, OperationContext context)
    {
        TaskSubject subject = TaskLookup.Find(context, request.Task);
        bool isAnothers = !subject.IsOwn && context.Allows(subject.Targets);
        return isAnothers && !MayDo(subject, context)
            ? throw context.Refuse(subject.Name, $"A task is stopped by who asked for it, or who may {subject.Task.Operation} there.")
            : subject;
    }

    public override WorkTask Handle(StopTask request, TaskSubject subject, OperationContext context)
    {
        TaskRow task = subject.Task;
        if (task.EndedAt is not null)
        {
            throw new ConflictException("TaskEnded", $"The task \"{task.Id}\" has ended already.");
        }

        string by = context.Policy.Name;
        TaskStore.SetStoppedBy(context.Db, task.Id, by);
        if (task.Holder is null)
        {
            TaskStore.End(context.Db, task with { State = nameof(TaskState.Stopped), EndedAt = context.Now, Message = TaskRun.WhyStopped(by) }, holder: null);
        }

        return TaskStore.Find(context.Db, task.Id)!.Show();
    }

    private static bool MayDo(TaskSubject subject, OperationContext context) =>
        OperationCatalogue.Find(subject.Task.Operation) is { } operation && context.Policy.Decide(operation.Number, subject.Targets, context.Now);
}
