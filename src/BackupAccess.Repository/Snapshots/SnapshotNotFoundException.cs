namespace BackupAccess.Repository.Snapshots;

/// <summary>A snapshot's id, or its beginning, names none or several.</summary>
public sealed class SnapshotNotFoundException(string text, int matches)
    : RepositoryException(matches == 0 ? $"There is no snapshot \"{text}\"." : $"{matches} snapshots begin with \"{text}\".")
{
    /// <summary>What was asked for.</summary>
    public string Text { get; } = text;

    /// <summary>How many there are.</summary>
    public int Matches { get; } = matches;
}
