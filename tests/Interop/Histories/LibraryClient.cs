using System.Runtime.Versioning;
using System.Text;
using BackupAccess.Repository;
using BackupAccess.Repository.Checking;
using BackupAccess.Repository.Copying;
using BackupAccess.Repository.Files;
using BackupAccess.Repository.Keys;
using BackupAccess.Repository.Locks;
using BackupAccess.Repository.Pruning;
using BackupAccess.Repository.Repairing;
using BackupAccess.Repository.Snapshots;
using BackupAccess.Repository.Storage;
using BackupAccess.Repository.Trees;

namespace BackupAccess.Interop.Histories;

/// <summary>This library.</summary>
[SupportedOSPlatform("linux")]
internal sealed class LibraryClient : IClient
{
    public async Task BackUpAsync(HistoryRepository repository, string folder, string tag) =>
        await WithAsync(repository, LockMode.Shared, async opened =>
        {
            using DirectoryHandle home = DirectoryHandle.Open(Path.Combine(folder, "Home"));
            Snapshot? parent = await opened.ListSnapshotsAsync(CancellationToken.None).MaxByAsync(snapshot => snapshot.Time);
            ArchiveOptions options = new() { Hostname = "host", Username = "user", Tags = [tag], Parent = parent };
            ArchiveResult result = await new Archiver(opened).BackupAsync(
                [new SourceTree(FileName.Parse("Home"), home, Excludes: null)], options, null, CancellationToken.None);
            Assert.Empty(result.Problems);
        });

    public async Task ForgetAsync(HistoryRepository repository, string tag) =>
        await WithAsync(repository, LockMode.Exclusive, async opened =>
            await opened.RemoveSnapshotAsync((await FindAsync(opened, tag)).Id, CancellationToken.None));

    public async Task PruneAsync(HistoryRepository repository, bool atOnce)
    {
        PruneOptions options = new() { MaxUnusedPercent = 0, Quarantine = atOnce ? TimeSpan.Zero : new PruneOptions().Quarantine };
        await using ResticRepository opened = await OpenAsync(repository);
        await opened.PruneAsync(options, progress: null, CancellationToken.None);
    }

    public async Task CopyAsync(HistoryRepository source, HistoryRepository destination) =>
        await WithAsync(source, LockMode.Shared, from => WithAsync(destination, LockMode.Shared, async to =>
        {
            List<Snapshot> snapshots = await from.ListSnapshotsAsync(CancellationToken.None).ToListAsync();
            await new SnapshotCopier(from, to).CopyAsync(snapshots, progress: null, CancellationToken.None);
        }));

    public async Task RebuildIndexAsync(HistoryRepository repository)
    {
        await using ResticRepository opened = await OpenAsync(repository);
        await opened.RebuildIndexAsync(new RebuildIndexOptions { Source = IndexSource.Packs }, progress: null, CancellationToken.None);
    }

    public async Task ChangeKeyAsync(HistoryRepository repository, string password)
    {
        string former = repository.Password;
        await WithAsync(repository, LockMode.Shared, opened => opened.AddKeyAsync(Encoding.UTF8.GetBytes(password), CancellationToken.None));
        repository.Password = password;
        await WithAsync(repository, LockMode.Exclusive, async opened =>
        {
            RepositoryKey other = await opened.ListKeysAsync(CancellationToken.None).SingleAsync(key => !key.IsCurrent);
            await opened.RemoveKeyAsync(other.Id, CancellationToken.None);
        });
    }

    public async Task CheckAsync(HistoryRepository repository) =>
        await WithAsync(repository, LockMode.Shared, async opened =>
        {
            List<CheckFinding> findings = await opened.CheckAsync(CheckOptions.Everything, progress: null, CancellationToken.None).ToListAsync();
            Assert.DoesNotContain(findings, finding => finding.Severity == CheckSeverity.Error);
        });

    public async Task RestoreAsync(HistoryRepository repository, string tag, string target) =>
        await WithAsync(repository, LockMode.Shared, async opened =>
        {
            RestoreOptions options = new() { Conflict = RestoreConflict.Overwrite, Ownership = RestoreOwnership.Recorded, Privileges = RestorePrivileges.Allow };
            using DirectoryHandle root = DirectoryHandle.Open(target);
            RestoreResult result = await new Restorer(opened).RestoreAsync((await FindAsync(opened, tag)).Tree, [], root, options, null, CancellationToken.None);
            Assert.Empty(result.Problems);
        });

    public override string ToString() => "the library";

    private static async Task WithAsync(HistoryRepository repository, LockMode mode, Func<ResticRepository, Task> work)
    {
        await using ResticRepository opened = await OpenAsync(repository);
        await using RepositoryLock held = await opened.LockAsync(mode, CancellationToken.None);
        await opened.LoadIndexAsync(CancellationToken.None);
        await work(opened);
    }

    private static Task<ResticRepository> OpenAsync(HistoryRepository repository) => ResticRepository.OpenAsync(
        new LocalStorage(repository.Path), Encoding.UTF8.GetBytes(repository.Password), SharedRepository.Options, CancellationToken.None);

    private static async Task<Snapshot> FindAsync(ResticRepository repository, string tag) =>
        await repository.ListSnapshotsAsync(CancellationToken.None).SingleAsync(snapshot => snapshot.Tags?.Contains(tag) == true);
}
