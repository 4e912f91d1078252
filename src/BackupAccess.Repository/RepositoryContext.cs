using BackupAccess.Repository.Crypto;
using BackupAccess.Repository.Packs;
using BackupAccess.Repository.Storage;
using BackupAccess.Repository.Unpacked;

namespace BackupAccess.Repository;

/// <summary>What everything that works on one open repository shares.</summary>
internal sealed record RepositoryContext(IStorage Storage, MasterKey Key, RepositoryConfig Config, RepositoryOptions Options)
{
    public UnpackedFiles Files { get; } = new(Storage, Key, Config.Version);

    /// <summary>Held, so that they last from one piece of work on this repository to the next.</summary>
    public BlobBuffers Buffers { get; } = BlobBuffers.Current;
}
