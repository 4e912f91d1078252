namespace BackupAccess.Repository;

/// <summary>The repository's format is of a version that this library doesn't know.</summary>
public sealed class UnsupportedVersionException(string location, long version)
    : RepositoryException($"The repository \"{location}\" has format version {version}; versions 1 and 2 are known.")
{
    public long Version { get; } = version;
}
