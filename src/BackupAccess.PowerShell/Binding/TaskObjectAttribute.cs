using BackupAccess.Engine.Tasks;

namespace BackupAccess.PowerShell.Binding;

/// <summary>Takes tasks, also without their type: by id.</summary>
internal sealed class TaskObjectAttribute : ObjectAttribute
{
    private protected override object? FromTyped(object value) => value is WorkTask task ? new TaskReference(task) : null;

    private protected override object? FromLoose(LooseObject value)
    {
        bool isTask = value.Was<WorkTask>() || (value.IsPlain && value.Has("Id") && !value.Has("Name"));
        return !isTask ? null : value.Id("Id") is { } id ? new TaskReference(id) : Unnamed("task", "Id");
    }
}
