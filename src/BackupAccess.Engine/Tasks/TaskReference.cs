namespace BackupAccess.Engine.Tasks;

/// <summary>Names a task by its id, or by the task itself.</summary>
public sealed record TaskReference
{
    private readonly string? _description;

    public TaskReference(string task) => Text = task ?? throw new ArgumentNullException(nameof(task));

    public TaskReference(Guid task) => Text = task.ToString();

    public TaskReference(WorkTask task)
    {
        ArgumentNullException.ThrowIfNull(task);
        (Text, _description) = (task.Id.ToString(), task.ToString());
    }

    public string Text { get; }

    /// <summary>The task in words where an object was given, else what was typed.</summary>
    public override string ToString() => _description ?? Text;
}
