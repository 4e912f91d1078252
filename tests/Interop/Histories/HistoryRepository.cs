namespace BackupAccess.Interop.Histories;

/// <summary>A repository in a folder, and what must be in it.</summary>
internal sealed class HistoryRepository(string name, string path, string password)
{
    public string Path { get; } = path;

    public string Password { get; set; } = password;

    /// <summary>What each snapshot, named by its tag, must restore to, and who wrote it.</summary>
    public SortedDictionary<string, (string[] Tree, IClient Writer)> Snapshots { get; } = new(StringComparer.Ordinal);

    public override string ToString() => name;
}
