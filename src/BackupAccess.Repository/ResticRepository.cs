using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text.Json;
using BackupAccess.Repository.Checking;
using BackupAccess.Repository.Chunking;
using BackupAccess.Repository.Crypto;
using BackupAccess.Repository.Index;
using BackupAccess.Repository.Keys;
using BackupAccess.Repository.Locks;
using BackupAccess.Repository.Packs;
using BackupAccess.Repository.Pruning;
using BackupAccess.Repository.Snapshots;
using BackupAccess.Repository.Storage;
using BackupAccess.Repository.Unpacked;

namespace BackupAccess.Repository;

/// <summary>An open repository of restic's format, version 1 or 2. Safe for concurrent use.</summary>
public sealed class ResticRepository : IAsyncDisposable
{
    private readonly RepositoryContext _context;
    private readonly ObjectId _keyId;
    private BlobIndex? _index;

    private ResticRepository(RepositoryContext context, ObjectId keyId)
    {
        _context = context;
        _keyId = keyId;
        Chunker = new Chunker(context.Config.ChunkerPolynomial);
    }

    public RepositoryConfig Config => _context.Config;

    public Chunker Chunker { get; }

    /// <summary>Where the repository is, for people.</summary>
    public string Location => _context.Storage.Location;

    /// <summary>What becomes of new data.</summary>
    public CompressionState Compression =>
        Config.Version == 1 || _context.Options.Compression == CompressionMode.Off ? CompressionState.Off
        : Zstd.IsAvailable ? CompressionState.On
        : CompressionState.Unavailable;

    /// <summary>Makes a repository with one key, which opens with <paramref name="password"/>.</summary>
    /// <exception cref="RepositoryExistsException">The storage holds a config or a key.</exception>
    public static async Task<ResticRepository> CreateAsync(
        IStorage storage, ReadOnlyMemory<byte> password, RepositoryOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(storage);
        ArgumentNullException.ThrowIfNull(options);
        await ThrowIfInUseAsync(storage, cancellationToken).ConfigureAwait(false);

        RepositoryConfig config = new(options.Version, RandomNumberGenerator.GetHexString(64, lowercase: true), Polynomial.Generate());
        RepositoryContext context = new(storage, MasterKey.Generate(), config, options);
        ObjectId keyId = await new KeyRing(storage).AddAsync(context.Key, password, options, cancellationToken).ConfigureAwait(false);

        await SaveConfigAsync(context, keyId, cancellationToken).ConfigureAwait(false);
        return new ResticRepository(context, keyId) { _index = new BlobIndex() };
    }

    /// <summary>Opens a repository; reads no index.</summary>
    /// <exception cref="RepositoryNotFoundException">The storage holds no config.</exception>
    /// <exception cref="WrongPasswordException">No key opens with the password.</exception>
    /// <exception cref="RepositoryDamagedException">The config or the key can't be read.</exception>
    /// <exception cref="UnsupportedVersionException">The format is neither version 1 nor 2.</exception>
    public static async Task<ResticRepository> OpenAsync(
        IStorage storage, ReadOnlyMemory<byte> password, RepositoryOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(storage);
        ArgumentNullException.ThrowIfNull(options);
        if (await storage.StatAsync(ObjectName.Config, cancellationToken).ConfigureAwait(false) is null)
        {
            throw new RepositoryNotFoundException(storage.Location);
        }

        (ObjectId keyId, MasterKey key) = await new KeyRing(storage).OpenAsync(password, cancellationToken).ConfigureAwait(false);
        ReadOnlyMemory<byte> json = await new UnpackedFiles(storage, key, version: 1).LoadAsync(ObjectName.Config, cancellationToken).ConfigureAwait(false);
        RepositoryConfig config = ConfigFile.Read(json.Span, storage.Location);
        return new ResticRepository(new RepositoryContext(storage, key, config, options), keyId);
    }

    /// <summary>Reads every index object; once before blobs are looked up, read or saved, and again to see what others added.</summary>
    /// <exception cref="RepositoryDamagedException">An index object can't be read.</exception>
    public async Task LoadIndexAsync(CancellationToken cancellationToken) =>
        _index = await new IndexLoader(_context).LoadAsync(onDamage: null, cancellationToken).ConfigureAwait(false);

    /// <summary>
    /// The same, leaving out index objects that can't be read, so that what the others name can be restored. Nothing is
    /// saved after that: it would be taken for new.
    /// </summary>
    /// <param name="onDamage">Told of each that is left out; perhaps by several threads at once.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task LoadIndexAsync(Action<RepositoryException> onDamage, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(onDamage);
        _index = await new IndexLoader(_context).LoadAsync(onDamage, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Locks the repository, as restic does, until the lock is disposed.</summary>
    /// <exception cref="RepositoryLockedException">Another client's lock is in the way.</exception>
    public Task<RepositoryLock> LockAsync(LockMode mode, CancellationToken cancellationToken) =>
        RepositoryLock.AcquireAsync(_context, mode, cancellationToken);

    public bool Contains(BlobHandle blob) => Index.Contains(blob);

    /// <summary>Finds one place of a blob.</summary>
    public bool TryLocate(BlobHandle blob, out BlobLocation location) => Index.TryLocate(blob, out location);

    /// <summary>Reads and verifies one blob.</summary>
    /// <exception cref="RepositoryDamagedException">No pack has it whole.</exception>
    public Task<byte[]> LoadBlobAsync(BlobHandle blob, CancellationToken cancellationToken) =>
        new BlobReader(_context, Index).LoadAsync(blob, cancellationToken);

    /// <summary>Reads and verifies blobs pack by pack, neighbours in one go, on all cores; each is given to the consumer once.</summary>
    /// <exception cref="RepositoryDamagedException">No pack has one of them whole; some may have been given before.</exception>
    public Task ReadBlobsAsync(IReadOnlyCollection<BlobHandle> blobs, BlobConsumer consumer, CancellationToken cancellationToken) =>
        new BlobReader(_context, Index).ReadAsync(blobs, consumer, cancellationToken);

    public BlobWriter OpenWriter() => new(_context, Index);

    /// <summary>Every snapshot, in no order.</summary>
    /// <exception cref="RepositoryDamagedException">A snapshot can't be read.</exception>
    public async IAsyncEnumerable<Snapshot> ListSnapshotsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (StoredObject stored in _context.Storage.ListAsync(ObjectKind.Snapshot, cancellationToken).ConfigureAwait(false))
        {
            if (await TryLoadSnapshotAsync(stored.Name.Id, cancellationToken).ConfigureAwait(false) is Snapshot snapshot)
            {
                yield return snapshot;
            }
        }
    }

    /// <summary>The ids of every snapshot, in no order; reads none, so that a damaged one hides no other.</summary>
    public IAsyncEnumerable<ObjectId> ListSnapshotIdsAsync(CancellationToken cancellationToken) =>
        _context.Storage.ListAsync(ObjectKind.Snapshot, cancellationToken).Select(stored => stored.Name.Id);

    /// <exception cref="ObjectNotFoundException">There is no such snapshot.</exception>
    /// <exception cref="RepositoryDamagedException">It can't be read.</exception>
    public async Task<Snapshot> LoadSnapshotAsync(ObjectId id, CancellationToken cancellationToken)
    {
        ObjectName name = new(ObjectKind.Snapshot, id);
        ReadOnlyMemory<byte> json = await _context.Files.LoadAsync(name, cancellationToken).ConfigureAwait(false);
        return JsonFile.Parse(name, json.Span, RepositoryJson.Plain.Snapshot) with { Id = id };
    }

    /// <summary>Writes a snapshot; what it references must be flushed before.</summary>
    /// <returns>Its id.</returns>
    public Task<ObjectId> SaveSnapshotAsync(Snapshot snapshot, CancellationToken cancellationToken) =>
        _context.Files.SaveAsync(ObjectKind.Snapshot, JsonSerializer.SerializeToUtf8Bytes(snapshot, RepositoryJson.Plain.Snapshot), cancellationToken);

    /// <summary>Removes a snapshot; its data stays until it is pruned. One that isn't there is no error.</summary>
    public Task RemoveSnapshotAsync(ObjectId id, CancellationToken cancellationToken) =>
        _context.Storage.DeleteAsync(new ObjectName(ObjectKind.Snapshot, id), cancellationToken);

    /// <summary>
    /// Checks the repository as restic does, from a fresh look at the storage. What is wrong is a finding and no
    /// exception; without findings of <see cref="CheckSeverity.Error"/> everything that was read is whole.
    /// </summary>
    /// <exception cref="StorageException">The storage can't even be listed.</exception>
    public IAsyncEnumerable<CheckFinding> CheckAsync(CheckOptions options, IProgress<CheckProgress>? progress, CancellationToken cancellationToken) =>
        new RepositoryCheck(_context, options, progress).RunAsync(cancellationToken);

    /// <summary>
    /// Gives back the room of what no snapshot needs, under an exclusive lock that it takes. Stopped or killed anywhere, it
    /// leaves a repository that is whole, and the next prune goes on.
    /// </summary>
    /// <exception cref="RepositoryLockedException">Another client's lock is in the way.</exception>
    /// <exception cref="RepositoryDamagedException">A snapshot needs something that isn't there; nothing was changed.</exception>
    public async Task<PruneResult> PruneAsync(PruneOptions options, IProgress<PruneProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        RepositoryLock held = await LockAsync(LockMode.Exclusive, cancellationToken).ConfigureAwait(false);
        await using (held.ConfigureAwait(false))
        {
            using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, held.Lost);
            PruneResult result = await new Prune(_context, options, progress).RunAsync(stop.Token).ConfigureAwait(false);
            await LoadIndexAsync(stop.Token).ConfigureAwait(false);
            return result;
        }
    }

    /// <summary>Says what <see cref="PruneAsync"/> would do, and changes nothing. The caller holds a lock.</summary>
    /// <exception cref="RepositoryDamagedException">A snapshot needs something that isn't there.</exception>
    public Task<PruneResult> PlanPruneAsync(PruneOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new Prune(_context, options, progress: null).PlanAsync(cancellationToken);
    }

    /// <summary>The passwords that open the repository, as far as they are known.</summary>
    public IAsyncEnumerable<RepositoryKey> ListKeysAsync(CancellationToken cancellationToken) =>
        new KeyRing(_context.Storage).ListAsync(_keyId, cancellationToken);

    /// <summary>Lets another password open the repository.</summary>
    /// <returns>The new key's id.</returns>
    public Task<ObjectId> AddKeyAsync(ReadOnlyMemory<byte> password, CancellationToken cancellationToken) =>
        new KeyRing(_context.Storage).AddAsync(_context.Key, password, _context.Options, cancellationToken);

    /// <summary>Takes a password's key away. One that isn't there is no error.</summary>
    /// <exception cref="ArgumentException">It is the key that the repository was opened with.</exception>
    public Task RemoveKeyAsync(ObjectId id, CancellationToken cancellationToken) =>
        id == _keyId
            ? throw new ArgumentException($"The key \"{id}\" is in use.", nameof(id))
            : new KeyRing(_context.Storage).RemoveAsync(id, cancellationToken);

    /// <summary>Forgets the key. Writers and locks are disposed of before.</summary>
    public ValueTask DisposeAsync()
    {
        _context.Key.Dispose();
        return ValueTask.CompletedTask;
    }

    private BlobIndex Index => _index ?? throw new InvalidOperationException("The index isn't loaded.");

    /// <summary>The config comes last, for a repository without one is none; whoever lost a race for it takes their key back.</summary>
    private static async Task SaveConfigAsync(RepositoryContext context, ObjectId keyId, CancellationToken cancellationToken)
    {
        try
        {
            await context.Files.SaveAsync(ObjectKind.Config, ConfigFile.Write(context.Config), cancellationToken).ConfigureAwait(false);
        }
        catch (ObjectExistsException)
        {
            await new KeyRing(context.Storage).RemoveAsync(keyId, CancellationToken.None).ConfigureAwait(false);
            throw new RepositoryExistsException(context.Storage.Location);
        }
    }

    /// <summary>The snapshot, or null when it was removed since it was listed.</summary>
    private async Task<Snapshot?> TryLoadSnapshotAsync(ObjectId id, CancellationToken cancellationToken)
    {
        try
        {
            return await LoadSnapshotAsync(id, cancellationToken).ConfigureAwait(false);
        }
        catch (ObjectNotFoundException)
        {
            return null;
        }
    }

    private static async Task ThrowIfInUseAsync(IStorage storage, CancellationToken cancellationToken)
    {
        bool isInUse = await storage.StatAsync(ObjectName.Config, cancellationToken).ConfigureAwait(false) is not null
            || await storage.ListAsync(ObjectKind.Key, cancellationToken).AnyAsync(cancellationToken).ConfigureAwait(false);
        if (isInUse)
        {
            throw new RepositoryExistsException(storage.Location);
        }
    }
}
