using BackupAccess.Repository.Trees;

namespace BackupAccess.Engine.Downloads.Archives;

/// <summary>
/// An archive under way. Entries are added one after another, a directory before what lies in it; disposing of it writes
/// its end, so that one that was only begun isn't taken for whole.
/// </summary>
internal interface IArchive : IAsyncDisposable
{
    /// <param name="path">Where the entry lies.</param>
    /// <param name="node">What it is.</param>
    /// <param name="content">Writes a file's content.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Why the format can't hold the entry, which is then not in it; null when it is.</returns>
    Task<string?> AddAsync(TreePath path, Node node, Func<Stream, Task> content, CancellationToken cancellationToken);
}
