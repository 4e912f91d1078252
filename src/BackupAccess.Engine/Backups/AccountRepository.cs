using System.Security.Cryptography;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Catalogue;
using BackupAccess.Engine.Encryption;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.State;
using BackupAccess.Engine.Storage;
using BackupAccess.Repository;
using BackupAccess.Repository.Crypto;
using BackupAccess.Repository.Locks;
using BackupAccess.Repository.Storage;

namespace BackupAccess.Engine.Backups;

/// <summary>
/// An account's own repository. Its password, 256 random bits, is sealed under the state's key and written down, in the
/// state and in the record beside the repository, before that is made, so that none is ever without; or it is at the key
/// command before that.
/// </summary>
internal static class AccountRepository
{
    private const int PasswordBytes = 32;

    /// <summary>Where it lies, as a stock restic takes it.</summary>
    public static string LocationOf(EngineServices services, AccountRow account) => StorageCatalogue.LocationOf(StorageOf(services, account), account.Guid);

    /// <summary>Whether the account was ever given one.</summary>
    public static bool Exists(EngineServices services, AccountRow account)
    {
        using StateConnection db = services.Database.Connect();
        return AccountKey.Of(db, account).Repositories > 0;
    }

    /// <summary>The password that the engine keeps; null where the key command has it.</summary>
    /// <exception cref="NotFoundException">The account has none yet.</exception>
    public static Secret? TryUnseal(StateConnection db, EngineServices services, AccountRow account) => AccountKey.Of(db, account) switch
    {
        { Repositories: 0 } => throw new NotFoundException("repository of account", account.Path),
        { SealedPassword: { } box } => Unseal(services, account, box),
        _ => null,
    };

    public static Secret Unseal(EngineServices services, AccountRow account, byte[] box) => services.Folder.Key.Open(box, PurposeOf(account.Id));

    /// <summary>Writes down that an account has a repository, and its password, sealed; no password where the key command has it.</summary>
    public static void Insert(StateConnection db, EngineServices services, AccountRow account, string storage, Secret? password, long createdAt) => db.Execute(
        "INSERT INTO repository (account_id, storage, sealed_password, created_at) VALUES (@Id, @storage, @box, @createdAt)",
        new { account.Id, storage, box = password is null ? null : services.Folder.Key.Seal(password.Utf8.Span, PurposeOf(account.Id)), createdAt });

    /// <summary>Writes down the storage that a repository will lie in whose password the key command has.</summary>
    public static void InsertRemote(StateConnection db, EngineServices services, AccountRow account) =>
        Insert(db, services, account, StorageFor(db, account), password: null, services.Time.Now());

    /// <summary>Opens the account's repository for the engine's own work; reads no index.</summary>
    /// <exception cref="NotFoundException">The account has none yet.</exception>
    public static Task<ResticRepository> OpenAsync(EngineServices services, AccountRow account, CancellationToken cancellationToken) =>
        EngineKey.UseAsync(services, account, password => OpenAsync(services, account, password, cancellationToken));

    /// <summary>Opens the account's repository with a password that was handed in.</summary>
    /// <exception cref="WrongPasswordException">It is another's.</exception>
    public static Task<ResticRepository> OpenAsync(EngineServices services, AccountRow account, Secret password, CancellationToken cancellationToken) =>
        OpenAsync(services, StorageOf(services, account), account.Guid, password.Utf8, cancellationToken);

    /// <summary>Opens a repository of which the state need not know.</summary>
    public static async Task<ResticRepository> OpenAsync(
        EngineServices services, StorageRow storage, Guid account, ReadOnlyMemory<byte> password, CancellationToken cancellationToken) =>
        await ResticRepository.OpenAsync(StorageCatalogue.Open(services, storage, account), password, Options(services), cancellationToken).ConfigureAwait(false);

    /// <summary>The snapshots that the account's repository has by the names of their objects, which takes neither its password nor a lock.</summary>
    public static async Task<HashSet<string>> ListSnapshotIdsAsync(EngineServices services, AccountRow account, CancellationToken cancellationToken)
    {
        IStorage storage = StorageCatalogue.Open(services, StorageOf(services, account), account.Guid);
        if (await storage.StatAsync(ObjectName.Config, cancellationToken).ConfigureAwait(false) is null)
        {
            // Opening it says what is wrong.
            await using ResticRepository repository = await OpenAsync(services, account, cancellationToken).ConfigureAwait(false);
        }

        return await storage.ListAsync(ObjectKind.Snapshot, cancellationToken).Select(stored => stored.Name.Id.ToString()).ToHashSetAsync(cancellationToken: cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Opens the account's repository; makes it where there is none.</summary>
    public static async Task<ResticRepository> OpenOrCreateAsync(EngineServices services, AccountRow account, CancellationToken cancellationToken)
    {
        EnsurePassword(services, account);
        IStorage storage = StorageCatalogue.Open(services, StorageOf(services, account), account.Guid);
        if (HasBackups(services, account) || await storage.StatAsync(ObjectName.Config, cancellationToken).ConfigureAwait(false) is not null)
        {
            return await OpenAsync(services, account, cancellationToken).ConfigureAwait(false);
        }

        await AccountRecords.WriteAsync(services, account, cancellationToken).ConfigureAwait(false);
        return await EngineKey
            .UseAsync(services, account, password => CreateAsync(storage, password, Options(services), cancellationToken))
            .ConfigureAwait(false);
    }

    /// <summary>Whether the account has a repository in another storage than its own.</summary>
    public static async Task<bool> HasCopyAsync(EngineServices services, AccountRow account, StorageRow storage, CancellationToken cancellationToken) =>
        await StorageCatalogue.Open(services, storage, account.Guid).StatAsync(ObjectName.Config, cancellationToken).ConfigureAwait(false) is not null;

    /// <summary>
    /// Opens the account's repository in another storage than its own; makes it where there is none, cutting files as the
    /// account's own does, so that the two share what they hold.
    /// </summary>
    public static async Task<ResticRepository> OpenOrCreateCopyAsync(
        EngineServices services, AccountRow account, StorageRow storage, RepositoryConfig original, CancellationToken cancellationToken)
    {
        IStorage opened = StorageCatalogue.Open(services, storage, account.Guid);
        RepositoryOptions options = Options(services) with { Version = original.Version, ChunkerPolynomial = original.ChunkerPolynomial };
        bool exists = await opened.StatAsync(ObjectName.Config, cancellationToken).ConfigureAwait(false) is not null;
        return await EngineKey
            .UseAsync(services, account, password => exists ? ResticRepository.OpenAsync(opened, password.Utf8, options, cancellationToken) : CreateAsync(opened, password, options, cancellationToken))
            .ConfigureAwait(false);
    }

    /// <summary>Has the account's repository be the one in that storage from now on.</summary>
    public static void SetStorage(StateConnection db, AccountRow account, string storage) =>
        db.Execute("UPDATE repository SET storage = @storage WHERE account_id = @Id", new { account.Id, storage });

    /// <summary>Works on an account's repository under a shared lock, with its index loaded; a lost lock stops the work.</summary>
    /// <param name="account">Whose, for messages.</param>
    /// <param name="open">Opens it.</param>
    /// <param name="work">What is done with it.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="BackupFailedException">The repository, its storage or the file system failed.</exception>
    public static Task<T> UseAsync<T>(
        AccountRow account, Func<Task<ResticRepository>> open, Func<ResticRepository, CancellationToken, Task<T>> work, CancellationToken cancellationToken) =>
        UseLockedAsync(
            account,
            open,
            LockMode.Shared,
            async (repository, stop) =>
            {
                await repository.LoadIndexAsync(stop).ConfigureAwait(false);
                return await work(repository, stop).ConfigureAwait(false);
            },
            cancellationToken);

    /// <summary>Works on an account's repository under a lock, without its index; a lost lock stops the work.</summary>
    /// <inheritdoc cref="UseAsync"/>
    public static Task<T> UseLockedAsync<T>(
        AccountRow account, Func<Task<ResticRepository>> open, LockMode mode, Func<ResticRepository, CancellationToken, Task<T>> work, CancellationToken cancellationToken) =>
        RepositoryFailures.GuardAsync(account.Path, async () =>
        {
            ResticRepository repository = await open().ConfigureAwait(false);
            await using (repository.ConfigureAwait(false))
            {
                return await HoldAsync(repository, mode, stop => work(repository, stop), cancellationToken).ConfigureAwait(false);
            }
        });

    /// <summary>Works on an open repository under a lock; a lost lock stops the work.</summary>
    /// <exception cref="RepositoryLockLostException">The lock was lost.</exception>
    public static async Task<T> HoldAsync<T>(ResticRepository repository, LockMode mode, Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        RepositoryLock? held = await TryLockAsync(repository, mode, cancellationToken).ConfigureAwait(false);
        CancellationToken lost = held?.Lost ?? CancellationToken.None;
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lost);
        try
        {
            return await work(stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (lost.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new RepositoryLockLostException(repository.Location, e);
        }
        finally
        {
            if (held is not null)
            {
                await held.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    /// <summary>A storage that takes no change takes no lock either: null, and the repository can only be read.</summary>
    private static async Task<RepositoryLock?> TryLockAsync(ResticRepository repository, LockMode mode, CancellationToken cancellationToken)
    {
        try
        {
            return await repository.LockAsync(mode, cancellationToken).ConfigureAwait(false);
        }
        catch (StorageReadOnlyException) when (mode == LockMode.Shared)
        {
            return null;
        }
    }

    /// <summary>
    /// Makes the repository. A key without config or packs is what a creation leaves that was killed: nothing was ever
    /// encrypted under it, since the config is written before all else.
    /// </summary>
    private static async Task<ResticRepository> CreateAsync(IStorage storage, Secret password, RepositoryOptions options, CancellationToken cancellationToken)
    {
        if (!await storage.ListAsync(ObjectKind.Pack, cancellationToken).AnyAsync(cancellationToken).ConfigureAwait(false))
        {
            await foreach (StoredObject key in storage.ListAsync(ObjectKind.Key, cancellationToken).ConfigureAwait(false))
            {
                await storage.DeleteAsync(key.Name, cancellationToken).ConfigureAwait(false);
            }
        }

        return await ResticRepository.CreateAsync(storage, password.Utf8, options, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Where backups are written down there is a repository: lost or damaged, it isn't replaced by an empty one.</summary>
    private static bool HasBackups(EngineServices services, AccountRow account)
    {
        using StateConnection db = services.Database.Connect();
        return BackupStore.Any(db, account.Guid);
    }

    private static void EnsurePassword(EngineServices services, AccountRow account)
    {
        using StateTransaction transaction = services.Database.BeginImmediate();
        AccountKey key = AccountKey.Of(transaction, account);
        if (key.IsGone(transaction, services))
        {
            throw AccountKey.Reset(account);
        }

        if (key.Repositories == 0)
        {
            using Secret password = NewPassword();
            Insert(transaction, services, account, StorageFor(transaction, account), password, services.Time.Now());
            transaction.Commit();
        }
    }

    /// <summary>Hexadecimal, so that it can be typed to a stock restic.</summary>
    public static Secret NewPassword()
    {
        Span<byte> random = stackalloc byte[PasswordBytes];
        Span<char> text = stackalloc char[PasswordBytes * 2];
        RandomNumberGenerator.Fill(random);
        Convert.TryToHexStringLower(random, text, out _);
        Secret password = Secret.FromChars(text);
        CryptographicOperations.ZeroMemory(random);
        text.Clear();
        return password;
    }

    /// <summary>What an account's password is sealed for.</summary>
    public static string PurposeOf(string account) => $"repository password of account {account}";

    /// <summary>Where the repository was made, whatever has become of the connector.</summary>
    /// <exception cref="NotFoundException">The account has none yet.</exception>
    public static StorageRow StorageOf(StateConnection db, EngineServices services, AccountRow account) =>
        db.QueryFirst<string>("SELECT storage FROM repository WHERE account_id = @Id", new { account.Id }) is { } name
            ? StorageCatalogue.Require(services, db, name)
            : throw new NotFoundException("repository of account", account.Path);

    private static StorageRow StorageOf(EngineServices services, AccountRow account)
    {
        using StateConnection db = services.Database.Connect();
        return StorageOf(db, services, account);
    }

    private static string StorageFor(StateConnection db, AccountRow account) =>
        db.QueryFirst<string>("SELECT storage FROM connector WHERE id = @ConnectorId", new { account.ConnectorId })!;

    private static RepositoryOptions Options(EngineServices services) =>
        RepositoryOptions.Default with { TimeProvider = services.Time, KeyDerivation = ScryptParameters.ForRandomPassword };
}
