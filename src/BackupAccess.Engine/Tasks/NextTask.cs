namespace BackupAccess.Engine.Tasks;

/// <summary>A task whose turn it may be.</summary>
/// <param name="Holder">In which process its caller waits for it; null for one that any worker takes.</param>
internal sealed record NextTask(string Id, string? Holder);
