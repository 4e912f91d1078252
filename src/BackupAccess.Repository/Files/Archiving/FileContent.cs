namespace BackupAccess.Repository.Files.Archiving;

/// <summary>The content of a file as stored.</summary>
/// <param name="Chunks">Its chunks in order.</param>
/// <param name="Size">The bytes read.</param>
internal readonly record struct FileContent(ObjectId[] Chunks, long Size);
