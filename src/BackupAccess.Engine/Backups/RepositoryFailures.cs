using BackupAccess.Engine.Operations;
using BackupAccess.Repository;
using BackupAccess.Repository.Files;
using BackupAccess.Repository.Locks;
using BackupAccess.Repository.Storage;
using BackupAccess.Repository.Trees;

namespace BackupAccess.Engine.Backups;

/// <summary>What the repository and the file system fail with, as the engine's own failures.</summary>
internal static class RepositoryFailures
{
    public static async Task<T> GuardAsync<T>(string account, Func<Task<T>> work)
    {
        try
        {
            return await work().ConfigureAwait(false);
        }
        catch (Exception e) when (Translate(account, e) is { } failure)
        {
            throw failure;
        }
    }

    /// <summary>Items as they come; a failure on the way is translated too.</summary>
    public static async IAsyncEnumerable<T> GuardAsync<T>(
        string account, IAsyncEnumerable<T> items, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using IAsyncEnumerator<T> enumerator = items.GetAsyncEnumerator(cancellationToken);
        while (await GuardAsync(account, () => enumerator.MoveNextAsync().AsTask()).ConfigureAwait(false))
        {
            yield return enumerator.Current;
        }
    }

    /// <summary>Passes items on and tells once how it ended; a reader who stops early has what was handed out.</summary>
    public static async IAsyncEnumerable<T> TellEndAsync<T>(
        IAsyncEnumerable<T> items, Action<EngineException?> tell, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        EngineException? failure = null;
        IAsyncEnumerator<T> enumerator = items.GetAsyncEnumerator(cancellationToken);
        try
        {
            while (await MoveAsync().ConfigureAwait(false))
            {
                yield return enumerator.Current;
            }
        }
        finally
        {
            await enumerator.DisposeAsync().ConfigureAwait(false);
            tell(failure);
        }

        async Task<bool> MoveAsync()
        {
            try
            {
                return await enumerator.MoveNextAsync().ConfigureAwait(false);
            }
            catch (EngineException e)
            {
                failure = e;
                throw;
            }
        }
    }

    private static EngineException? Translate(string account, Exception failure) => failure switch
    {
        TreePathNotFoundException missing => new NotFoundException($"path in the backup of {account}", missing.Path.ToString()),
        RepositoryLockedException => new BackupFailedException("RepositoryLocked", $"The repository of \"{account}\" is locked: {failure.Message}", failure),
        RepositoryLockLostException => new BackupFailedException("RepositoryLocked", $"The lock on the repository of \"{account}\" was lost.", failure),
        RepositoryDamagedException or WrongPasswordException or ObjectNotFoundException or RepositoryNotFoundException or UnsupportedVersionException =>
            new BackupFailedException("RepositoryDamaged", $"The repository of \"{account}\" is damaged: {failure.Message}", failure),
        UnsupportedPlatformException => new BackupFailedException("UnsupportedPlatform", failure.Message, failure),
        FileSystemException => new BackupFailedException("FileSystemFailed", $"The files of \"{account}\" can't be worked on: {failure.Message}", failure),
        StorageFullException => new BackupFailedException("StorageFull", $"The repository of \"{account}\" can't grow: {failure.Message}", failure),
        StorageReadOnlyException => new BackupFailedException("StorageReadOnly", $"The repository of \"{account}\" can't be changed: {failure.Message}", failure),
        RepositoryException => new BackupFailedException("StorageFailed", $"The repository of \"{account}\" failed: {failure.Message}", failure),
        _ => null,
    };
}
