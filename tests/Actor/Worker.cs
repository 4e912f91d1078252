using System.Globalization;
using BackupAccess.Repository;
using BackupAccess.Repository.Crypto;
using BackupAccess.Repository.Files;
using BackupAccess.Repository.Locks;
using BackupAccess.Repository.Pruning;
using BackupAccess.Repository.Snapshots;
using BackupAccess.Repository.Storage;
using BackupAccess.Repository.Trees;

namespace BackupAccess.Actor;

/// <summary>Backs up and prunes; waits for whoever else has the repository locked.</summary>
internal sealed class Worker(string location, string source, int number)
{
    private const string Temporary = "temporary";

    private static readonly byte[] s_password = "correct horse"u8.ToArray();
    private static readonly RepositoryOptions s_options = new() { KeyDerivation = new ScryptParameters(1024, 8, 1) };

    /// <summary>Each round takes two snapshots, one to be kept and one to be forgotten, and may prune.</summary>
    public async Task RunAsync(int rounds, bool prunes)
    {
        for (int round = 0; round < rounds; round++)
        {
            Write(round);
            ObjectId kept = await RetryAsync(repository => BackUpAsync(repository, "kept"));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"ack {kept} {round}"));
            await RetryAsync(repository => BackUpAsync(repository, Temporary));
            if (prunes)
            {
                await RetryAsync(ForgetAndPruneAsync);
            }
        }
    }

    public async Task PruneUntilInputEndsAsync()
    {
        Task inputEnds = Task.Run(() => Console.In.ReadToEnd());
        while (!inputEnds.IsCompleted)
        {
            await RetryAsync(ForgetAndPruneAsync);
            Console.WriteLine("pruned");
        }
    }

    private void Write(int round)
    {
        Directory.CreateDirectory(source);
        foreach ((string name, byte[] content) in WorkerFiles.Of(number, round))
        {
            File.WriteAllBytes(Path.Combine(source, name), content);
        }
    }

    private async Task<ObjectId> BackUpAsync(ResticRepository repository, string tag)
    {
        await using RepositoryLock held = await repository.LockAsync(LockMode.Shared, CancellationToken.None);
        await repository.LoadIndexAsync(CancellationToken.None);
        using DirectoryHandle home = DirectoryHandle.Open(source);
        ArchiveOptions options = new() { Hostname = "host", Username = "user", Tags = [tag] };
        ArchiveResult result = await new Archiver(repository).BackupAsync(
            [new SourceTree(FileName.Parse("Home"), home, Excludes: null)], options, null, CancellationToken.None);
        return result.Snapshot.Id;
    }

    private static async Task<bool> ForgetAndPruneAsync(ResticRepository repository)
    {
        await using (await repository.LockAsync(LockMode.Exclusive, CancellationToken.None))
        {
            foreach (Snapshot snapshot in await repository.ListSnapshotsAsync(CancellationToken.None).ToListAsync())
            {
                if (snapshot.Tags?.Contains(Temporary) == true)
                {
                    await repository.RemoveSnapshotAsync(snapshot.Id, CancellationToken.None);
                }
            }
        }

        await repository.PruneAsync(new PruneOptions { Quarantine = TimeSpan.Zero, MaxUnusedPercent = 0 }, progress: null, CancellationToken.None);
        return true;
    }

    private async Task<T> RetryAsync<T>(Func<ResticRepository, Task<T>> work)
    {
        while (true)
        {
            try
            {
                await using ResticRepository repository = await ResticRepository.OpenAsync(
                    new ToldStorage(new LocalStorage(location)), s_password, s_options, CancellationToken.None);
                return await work(repository);
            }
            catch (RepositoryLockedException)
            {
                // Long enough, and of a length of its own, that two who keep each other out don't do so for ever.
                await Task.Delay(Random.Shared.Next(5, 100));
            }
        }
    }
}
