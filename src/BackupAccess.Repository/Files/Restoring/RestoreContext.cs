using BackupAccess.Repository.Files.Linux;

namespace BackupAccess.Repository.Files.Restoring;

/// <summary>What all parts of one restore share.</summary>
internal sealed class RestoreContext(ResticRepository repository, DirectoryHandle target, RestoreOptions options, RestoreCounters counters)
{
    public ResticRepository Repository => repository;
    public DirectoryHandle Target => target;
    public RestoreOptions Options => options;
    public RestoreCounters Counters => counters;
    public Placement Placement { get; } = new(options, counters);
    public NewFiles NewFiles { get; } = new(options.Ownership);
    public MetadataWriter Metadata { get; } = new(options, counters);

    /// <summary>Opens a directory of the target.</summary>
    /// <exception cref="FileSystemException">It is gone, or another was put in its place.</exception>
    public DirectoryHandle Open(RestoreDirectory directory)
    {
        DirectoryHandle handle = target.OpenBeneath(directory.TargetPath);
        if (handle.GetStatus().Identity == directory.Identity)
        {
            return handle;
        }

        handle.Dispose();
        throw new FileSystemException(directory.TargetPath.ToString(), "opened", Errno.Stale);
    }
}
