namespace BackupAccess.Repository.Packs;

/// <summary>The data is compressed and this machine has no libzstd to read it with.</summary>
public sealed class CompressionUnavailableException(string @object)
    : RepositoryException($"\"{@object}\" is compressed with zstd, and the library \"{Zstd.LibraryName}\" is not on this machine.");
