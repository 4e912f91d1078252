using System.Security.Cryptography;
using BackupAccess.Repository.Checking;
using BackupAccess.Repository.Chunking;
using BackupAccess.Repository.Crypto;
using BackupAccess.Repository.Index;
using BackupAccess.Repository.Keys;
using BackupAccess.Repository.Locks;
using BackupAccess.Repository.Packs;
using BackupAccess.Repository.Pruning;
using BackupAccess.Repository.Repairing;
using BackupAccess.Repository.Retention;
using BackupAccess.Repository.Snapshots;
using BackupAccess.Repository.Storage;
using BackupAccess.Repository.Unpacked;

namespace BackupAccess.Repository;

/// <summary>An open repository of restic's format, version 1 or 2. Safe for concurrent use.</summary>
public sealed class ResticRepository : IAsyncDisposable
{
    private readonly RepositoryContext _context;
    private ObjectId _keyId;
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

        RepositoryConfig config = new(options.Version, RandomNumberGenerator.GetHexString(64, lowercase: true), options.ChunkerPolynomial ?? Polynomial.Generate());
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

    /// <summary>Reads one blob; its content is <paramref name="parse"/>'s only while that runs.</summary>
    internal Task<T> LoadBlobAsync<T>(BlobHandle blob, Func<ReadOnlySpan<byte>, T> parse, CancellationToken cancellationToken) =>
        new BlobReader(_context, Index).LoadAsync(blob, parse, cancellationToken);

    /// <summary>Reads and verifies blobs pack by pack, neighbours in one go, on all cores; each is given to the consumer once.</summary>
    /// <exception cref="RepositoryDamagedException">No pack has one of them whole; some may have been given before.</exception>
    public Task ReadBlobsAsync(IReadOnlyCollection<BlobHandle> blobs, BlobConsumer consumer, CancellationToken cancellationToken) =>
        new BlobReader(_context, Index).ReadAsync(blobs, consumer, cancellationToken);

    public BlobWriter OpenWriter() => new(_context, Index);

    /// <summary>Every snapshot, in no order.</summary>
    /// <exception cref="RepositoryDamagedException">A snapshot can't be read.</exception>
    public IAsyncEnumerable<Snapshot> ListSnapshotsAsync(CancellationToken cancellationToken) =>
        new SnapshotFolder(_context).ListAsync(onDamage: null, cancellationToken);

    /// <summary>Every snapshot that can be read, in no order.</summary>
    /// <param name="onDamage">Told of each that can't.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public IAsyncEnumerable<Snapshot> ListSnapshotsAsync(Action<ObjectId, RepositoryDamagedException> onDamage, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(onDamage);
        return new SnapshotFolder(_context).ListAsync(onDamage, cancellationToken);
    }

    /// <summary>The ids of every snapshot, in no order; reads none, so that a damaged one hides no other.</summary>
    public IAsyncEnumerable<ObjectId> ListSnapshotIdsAsync(CancellationToken cancellationToken) =>
        _context.Storage.ListAsync(ObjectKind.Snapshot, cancellationToken).Select(stored => stored.Name.Id);

    /// <exception cref="ObjectNotFoundException">There is no such snapshot.</exception>
    /// <exception cref="RepositoryDamagedException">It can't be read.</exception>
    public Task<Snapshot> LoadSnapshotAsync(ObjectId id, CancellationToken cancellationToken) =>
        new SnapshotFolder(_context).LoadAsync(id, cancellationToken);

    /// <summary>Loads the snapshot whose id begins so, or the newest when it is called <c>latest</c>.</summary>
    /// <exception cref="SnapshotNotFoundException">There is none, or several begin so.</exception>
    /// <exception cref="RepositoryDamagedException">It can't be read.</exception>
    public Task<Snapshot> FindSnapshotAsync(string text, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new SnapshotFolder(_context).FindAsync(text, cancellationToken);
    }

    /// <summary>Writes a snapshot; what it references must be flushed before.</summary>
    /// <returns>Its id.</returns>
    /// <exception cref="RepositoryDamagedException">It was read with members whose text is no Unicode, and can't be written.</exception>
    public Task<ObjectId> SaveSnapshotAsync(Snapshot snapshot, CancellationToken cancellationToken) =>
        _context.Files.SaveAsync(ObjectKind.Snapshot, JsonFile.Write(new ObjectName(ObjectKind.Snapshot, snapshot.Id), snapshot, RepositoryJson.Plain.Snapshot), cancellationToken);

    /// <summary>A snapshot, and the JSON that it was read from.</summary>
    /// <exception cref="ObjectNotFoundException">There is no such snapshot.</exception>
    /// <exception cref="RepositoryDamagedException">It can't be read.</exception>
    internal Task<(Snapshot Snapshot, ReadOnlyMemory<byte> Json)> LoadSnapshotJsonAsync(ObjectId id, CancellationToken cancellationToken) =>
        new SnapshotFolder(_context).LoadJsonAsync(id, cancellationToken);

    /// <summary>Writes a snapshot that is JSON already.</summary>
    internal Task<ObjectId> SaveSnapshotJsonAsync(ReadOnlyMemory<byte> json, CancellationToken cancellationToken) =>
        _context.Files.SaveAsync(ObjectKind.Snapshot, json, cancellationToken);

    /// <summary>Removes a snapshot; its data stays until it is pruned. One that isn't there is no error.</summary>
    public Task RemoveSnapshotAsync(ObjectId id, CancellationToken cancellationToken) =>
        _context.Storage.DeleteAsync(new ObjectName(ObjectKind.Snapshot, id), cancellationToken);

    /// <summary>
    /// Removes the snapshots that a policy doesn't keep, under an exclusive lock that it takes. Their data stays until it is
    /// pruned.
    /// </summary>
    /// <exception cref="RepositoryLockedException">Another client's lock is in the way.</exception>
    /// <exception cref="RepositoryLockLostException">The lock was lost meanwhile; what was forgotten is.</exception>
    public Task<ForgetResult> ForgetAsync(ForgetOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        return AloneAsync(new Forget(_context, options).RunAsync, cancellationToken);
    }

    /// <summary>Says what <see cref="ForgetAsync"/> would do, and changes nothing.</summary>
    public Task<ForgetResult> PlanForgetAsync(ForgetOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new Forget(_context, options).PlanAsync(cancellationToken);
    }

    /// <summary>
    /// Checks the repository as restic does, from a fresh look at the storage. What is wrong is a finding and no
    /// exception; without findings of <see cref="CheckSeverity.Error"/> everything that was read is whole.
    /// </summary>
    /// <exception cref="ArgumentException">The options name both a percentage and a subset of the packs.</exception>
    /// <exception cref="StorageException">The storage can't even be listed.</exception>
    public IAsyncEnumerable<CheckFinding> CheckAsync(CheckOptions options, IProgress<CheckProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options is { ReadDataPercent: > 0, ReadDataSubset: not null }
            ? throw new ArgumentException("A check reads a percentage or a subset of the packs, not both.", nameof(options))
            : new RepositoryCheck(_context, options, progress).RunAsync(cancellationToken);
    }

    /// <summary>
    /// Gives back the room of what no snapshot needs, under an exclusive lock that it takes. Stopped or killed anywhere, it
    /// leaves a repository that is whole, and the next prune goes on.
    /// </summary>
    /// <exception cref="RepositoryLockedException">Another client's lock is in the way.</exception>
    /// <exception cref="RepositoryLockLostException">The lock was lost meanwhile; the next prune goes on.</exception>
    /// <exception cref="RepositoryDamagedException">A snapshot needs something that isn't there; nothing was changed.</exception>
    public Task<PruneResult> PruneAsync(PruneOptions options, IProgress<PruneProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        return RewriteAsync(new Prune(_context, options, progress).RunAsync, cancellationToken);
    }

    /// <summary>Says what <see cref="PruneAsync"/> would do, and changes nothing. The caller holds a lock.</summary>
    /// <exception cref="RepositoryDamagedException">A snapshot needs something that isn't there.</exception>
    public Task<PruneResult> PlanPruneAsync(PruneOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new Prune(_context, options, progress: null).PlanAsync(cancellationToken);
    }

    /// <summary>
    /// Makes the index say what the packs hold, under an exclusive lock that it takes: for when index objects are lost,
    /// damaged or wrong. No pack is changed or deleted; those set aside by a prune are named again, which keeps them until a
    /// later prune sets them aside anew. Stopped or killed anywhere, it leaves an index that knows no less than before.
    /// </summary>
    /// <exception cref="RepositoryLockedException">Another client's lock is in the way.</exception>
    /// <exception cref="StorageException">The storage failed: what can't be read at the moment isn't taken for damaged.</exception>
    public Task<RebuildIndexResult> RebuildIndexAsync(RebuildIndexOptions options, IProgress<RepairProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        return RewriteAsync(new IndexRebuild(_context, options, progress).RunAsync, cancellationToken);
    }

    /// <summary>Says what <see cref="RebuildIndexAsync"/> would do, and changes nothing. The caller holds a lock.</summary>
    /// <exception cref="StorageException">The storage failed.</exception>
    public Task<RebuildIndexResult> PlanRebuildIndexAsync(RebuildIndexOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new IndexRebuild(_context, options, progress: null).PlanAsync(cancellationToken);
    }

    /// <summary>
    /// Reads packs whole and puts new packs of what opens in the place of those that are damaged, under an exclusive lock
    /// that it takes; the index is rebuilt on the way. A pack is damaged when it is so in two readings, every blob is proven
    /// when it is copied, and a damaged pack is deleted when the index that no longer names it is durable. Killed anywhere,
    /// the next repair goes on.
    /// </summary>
    /// <exception cref="RepositoryLockedException">Another client's lock is in the way.</exception>
    /// <exception cref="StorageException">The storage failed: what can't be read at the moment isn't taken for damaged.</exception>
    public Task<RepairPacksResult> RepairPacksAsync(RepairPacksOptions options, IProgress<RepairProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        return RewriteAsync(new PackRepair(_context, options, progress).RunAsync, cancellationToken);
    }

    /// <summary>Says what <see cref="RepairPacksAsync"/> would do, and changes nothing. The caller holds a lock.</summary>
    /// <exception cref="StorageException">The storage failed.</exception>
    public Task<RepairPacksResult> PlanRepairPacksAsync(RepairPacksOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new PackRepair(_context, options, progress: null).PlanAsync(cancellationToken);
    }

    /// <summary>
    /// Saves, for every snapshot that needs what can't be had, another of what is left, under an exclusive lock that it
    /// takes. A file keeps the chunks that are left, in their order, and their size; a directory whose tree can't be read is
    /// empty. The new snapshot has all that the old one had, and names it, or what that one named, as its original. Packs and
    /// the index are repaired before. Killed anywhere, every snapshot or its replacement is there, and the next repair goes on.
    /// </summary>
    /// <exception cref="RepositoryLockedException">Another client's lock is in the way.</exception>
    /// <exception cref="RepositoryDamagedException">An index object can't be read; nothing was changed.</exception>
    /// <exception cref="ObjectNotFoundException">A snapshot that was asked for isn't there; nothing was changed.</exception>
    /// <exception cref="StorageException">The storage failed: what can't be read at the moment isn't taken for damaged.</exception>
    public Task<RepairSnapshotsResult> RepairSnapshotsAsync(
        RepairSnapshotsOptions options, IProgress<RepairProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        return RewriteAsync(new SnapshotRepair(_context, options, progress).RunAsync, cancellationToken);
    }

    /// <summary>Says what <see cref="RepairSnapshotsAsync"/> would do, but for new snapshots' ids, and changes nothing. The caller holds a lock.</summary>
    /// <exception cref="RepositoryDamagedException">An index object can't be read.</exception>
    /// <exception cref="ObjectNotFoundException">A snapshot that was asked for isn't there.</exception>
    /// <exception cref="StorageException">The storage failed.</exception>
    public Task<RepairSnapshotsResult> PlanRepairSnapshotsAsync(RepairSnapshotsOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new SnapshotRepair(_context, options, progress: null).PlanAsync(cancellationToken);
    }

    /// <summary>The passwords that open the repository, as far as they are known.</summary>
    public IAsyncEnumerable<RepositoryKey> ListKeysAsync(CancellationToken cancellationToken) =>
        new KeyRing(_context.Storage).ListAsync(_keyId, cancellationToken);

    /// <summary>Lets another password open the repository.</summary>
    /// <returns>The new key's id.</returns>
    public Task<ObjectId> AddKeyAsync(ReadOnlyMemory<byte> password, CancellationToken cancellationToken) =>
        new KeyRing(_context.Storage).AddAsync(_context.Key, password, _context.Options, cancellationToken);

    /// <summary>
    /// Lets another password open the repository in place of the one it was opened with, whose key is removed once the new
    /// one is durable.
    /// </summary>
    /// <returns>The new key's id.</returns>
    public async Task<ObjectId> ChangeKeyAsync(ReadOnlyMemory<byte> password, CancellationToken cancellationToken)
    {
        ObjectId added = await AddKeyAsync(password, cancellationToken).ConfigureAwait(false);
        await new KeyRing(_context.Storage).RemoveAsync(_keyId, cancellationToken).ConfigureAwait(false);
        _keyId = added;
        return added;
    }

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

    /// <exception cref="InvalidOperationException">The index isn't loaded.</exception>
    internal BlobIndex Index => _index ?? throw new InvalidOperationException("The index isn't loaded.");

    /// <summary>Works under an exclusive lock; losing it stops the work.</summary>
    private async Task<T> AloneAsync<T>(Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        RepositoryLock held = await LockAsync(LockMode.Exclusive, cancellationToken).ConfigureAwait(false);
        await using (held.ConfigureAwait(false))
        {
            using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, held.Lost);
            try
            {
                return await work(stop.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException e) when (held.Lost.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
            {
                throw new RepositoryLockLostException(Location, e);
            }
        }
    }

    /// <summary>Works on packs and index under an exclusive lock; the index is read again after.</summary>
    private Task<T> RewriteAsync<T>(Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken) => AloneAsync(
        async stop =>
        {
            T result = await work(stop).ConfigureAwait(false);
            await LoadIndexAsync(stop).ConfigureAwait(false);
            return result;
        },
        cancellationToken);

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
