using BackupAccess.Engine.Tasks;

namespace BackupAccess.Engine.Tests.Tasks;

/// <summary>The queue as the product's design words it, without any state: who may go, and in which order.</summary>
internal sealed class QueueModel
{
    private readonly List<Entry> _entries = [];

    public Dictionary<TaskLane, int> Lanes { get; } = new() { [TaskLane.Backup] = 1, [TaskLane.Restore] = 1 };

    public Dictionary<string, ModelAccount> Accounts { get; } = [];

    public IReadOnlyList<Entry> Running => _entries.FindAll(entry => entry.IsRunning);

    public IReadOnlyList<Entry> Queued => _entries.FindAll(entry => !entry.IsRunning);

    public void Add(string id, string account, TaskKind kind, bool hasCaller) => _entries.Add(new Entry(id, account, kind, hasCaller));

    public void Start(string id) => _entries.Find(entry => entry.Id == id)!.IsRunning = true;

    public void End(string id) => _entries.RemoveAll(entry => entry.Id == id);

    /// <summary>The next that a worker takes: of backups before the rest, and never one before whose turn a waiting caller's is.</summary>
    public string? NextForWorkers() => new[] { TaskLane.Backup, TaskLane.Restore }
        .SelectMany(MayGo)
        .FirstOrDefault(entry => !entry.HasCaller)?.Id;

    public bool MayStart(string id) => Enum.GetValues<TaskLane>().SelectMany(MayGo).Any(entry => entry.Id == id);

    private IEnumerable<Entry> MayGo(TaskLane lane) => _entries
        .Where(entry => !entry.IsRunning && entry.Lane == lane && !(entry.NeedsAccount && Running.Any(other => other.NeedsAccount && other.Account == entry.Account)))
        .OrderBy(entry => Accounts[entry.Account].Priority(entry.Kind))
        .Take(Math.Max(0, Lanes[lane] - Running.Count(entry => entry.Lane == lane)));

    /// <summary>In the order in which they were added.</summary>
    internal sealed record Entry(string Id, string Account, TaskKind Kind, bool HasCaller)
    {
        public bool IsRunning { get; set; }

        public TaskLane Lane => Kind == TaskKind.Backup ? TaskLane.Backup : TaskLane.Restore;

        public bool NeedsAccount => Kind is TaskKind.Backup or TaskKind.Restore;
    }
}
