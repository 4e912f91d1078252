namespace BackupAccess.Repository.Storage;

/// <summary>The storage holds an object of that name already.</summary>
public sealed class ObjectExistsException(ObjectName name, string location)
    : StorageException($"\"{name}\" is in \"{location}\" already.")
{
    public ObjectName Name { get; } = name;
}
