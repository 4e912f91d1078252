namespace BackupAccess.Repository.Storage;

/// <summary>The storage holds no object of that name.</summary>
public sealed class ObjectNotFoundException(ObjectName name, string location)
    : StorageException($"\"{name}\" is not in \"{location}\".")
{
    public ObjectName Name { get; } = name;
}
