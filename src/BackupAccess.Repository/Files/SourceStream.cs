using BackupAccess.Repository.Trees;

namespace BackupAccess.Repository.Files;

/// <summary>
/// A file that is made while it is stored, a dump say: it is read once, lies nowhere meanwhile, and is recorded as a file
/// for its owner alone (mode 0600). Where it fails, the file is left out and the failure's message is a problem of the backup.
/// </summary>
/// <param name="Name">The file's name.</param>
/// <param name="OpenAsync">Begins to make it. The stream throws <see cref="SourceFailedException"/> where its end isn't the whole content's, and is disposed of whatever happens.</param>
public sealed record SourceStream(FileName Name, Func<CancellationToken, ValueTask<Stream>> OpenAsync) : ArchiveSource(Name);
