using BackupAccess.Engine.Access;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Storage;

/// <summary>Tries a storage: writes an object, looks at it, reads it, lists it and deletes it; of a read-only one, lists.</summary>
public sealed record TestStorage(string Storage) : IOperation<StorageTest>;

internal sealed class TestStorageHandler : WorkHandler<TestStorage, StorageSubject, StorageTest>
{
    private const int ProbeSize = 4 * 1024 * 1024;

    public override IReadOnlyList<TargetKind> Targets => [TargetKind.Storage];

    /// <summary>Decided on the storage alone: what others have in it isn't touched.</summary>
    public override StorageSubject Resolve(TestStorage request, OperationContext context) =>
        StorageCatalogue.Resolve(context, request.Storage) with { Users = [] };

    public override async Task<Func<StateConnection, StorageTest>> WorkAsync(
        TestStorage request, StorageSubject subject, WorkContext context, CancellationToken cancellationToken)
    {
        StorageRow storage = subject.Storage;
        Guid repository = Guid.CreateVersion7(context.Services.Time.GetUtcNow());
        StorageProbe probe = new(StorageCatalogue.Open(context.Services, storage, repository), context.Services.Time, SizeFor(storage));
        try
        {
            await (storage.Mode == StorageMode.ReadOnly ? probe.ListAsync(cancellationToken) : probe.WriteAndReadAsync(cancellationToken)).ConfigureAwait(false);
        }
        finally
        {
            RemoveFolders(StorageCatalogue.LocationOf(storage, repository));
        }

        return _ => new StorageTest
        {
            Storage = storage.Name,
            Location = storage.Path,
            Passed = probe.Steps.All(step => step.Problem is null),
            UploadRate = probe.RateOf("put"),
            DownloadRate = probe.RateOf("read"),
            Steps = probe.Steps,
        };
    }

    /// <summary>Of a storage that is held down, as much as goes in two seconds each way.</summary>
    private static int SizeFor(StorageRow storage)
    {
        long limit = Math.Min(storage.UploadLimit ?? long.MaxValue, storage.DownloadLimit ?? long.MaxValue);
        return (int)Math.Min(ProbeSize, limit > ProbeSize ? ProbeSize : 2 * limit);
    }

    /// <summary>Takes the probe's own folders away, which are empty when all went well.</summary>
    private static void RemoveFolders(string path)
    {
        try
        {
            if (Directory.Exists(path))
            {
                Directory.Delete(path, recursive: true);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The step that failed has said why; an empty folder is in nobody's way.
        }
    }
}
