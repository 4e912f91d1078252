namespace BackupAccess.Engine.Downloads.Archives;

/// <summary>What an archive turned out to be.</summary>
/// <param name="Size">Its length in bytes.</param>
/// <param name="Hash">Its SHA-256, in hexadecimal.</param>
/// <param name="Entries">The files, directories and links in it.</param>
/// <param name="ProblemCount">How many entries aren't in it.</param>
/// <param name="Problems">The first hundred of them, with why.</param>
internal sealed record ArchiveSummary(long Size, string Hash, long Entries, long ProblemCount, IReadOnlyList<string> Problems);
