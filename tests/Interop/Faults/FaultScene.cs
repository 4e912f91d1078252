using System.Runtime.Versioning;
using System.Text;
using BackupAccess.Repository;
using BackupAccess.Repository.Checking;
using BackupAccess.Repository.Files;
using BackupAccess.Repository.Locks;
using BackupAccess.Repository.Packs;
using BackupAccess.Repository.Snapshots;
using BackupAccess.Repository.Storage;
using BackupAccess.Repository.Tests.Files;
using BackupAccess.Repository.Trees;

namespace BackupAccess.Interop.Faults;

/// <summary>A repository with acknowledged snapshots, of which each run spoils a copy of its own.</summary>
[SupportedOSPlatform("linux")]
internal sealed class FaultScene : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly OrderedDictionary<ObjectId, string[]> _acknowledged = [];

    /// <summary>What is acknowledged, by the snapshot's id: the tree it must restore to.</summary>
    public IReadOnlyDictionary<ObjectId, string[]> Acknowledged => _acknowledged;

    public string Source => Directory.CreateDirectory(_folder.Under("source")).FullName;

    public LocalStorage Storage => new(_folder.Under("run"));

    public ResticProgram Restic => new(_folder.Under("run"), SharedRepository.Password);

    private string Template => _folder.Under("template");

    /// <summary>A scene with so many snapshots of a small folder, each different from the last.</summary>
    public static async Task<FaultScene> CreateAsync(int snapshots)
    {
        FaultScene scene = new();
        await (await ResticRepository.CreateAsync(
            new LocalStorage(scene.Template), Encoding.UTF8.GetBytes(SharedRepository.Password), SharedRepository.Options, CancellationToken.None)).DisposeAsync();
        for (int i = 0; i < snapshots; i++)
        {
            scene.Change(i);
            await using ResticRepository repository = await OpenAsync(new LocalStorage(scene.Template));
            scene.Acknowledge(await scene.BackUpAsync(repository));
        }

        scene.Change(snapshots);
        return scene;
    }

    /// <summary>Forgets the oldest snapshots, for good: there is something to prune.</summary>
    public async Task ForgetAsync(int count)
    {
        await using ResticRepository repository = await OpenAsync(new LocalStorage(Template));
        foreach (ObjectId snapshot in _acknowledged.Keys.Take(count).ToArray())
        {
            await repository.RemoveSnapshotAsync(snapshot, CancellationToken.None);
            _acknowledged.Remove(snapshot);
        }
    }

    /// <summary>Loses every index object, for good.</summary>
    public void LoseIndex() => Directory.EnumerateFiles(Path.Combine(Template, "index")).ToList().ForEach(File.Delete);

    /// <summary>Spoils the header of the pack with the first snapshot's file "changing", and loses the one with the last one's.</summary>
    /// <returns>The last snapshot, which no longer counts as acknowledged.</returns>
    public async Task<ObjectId> DamagePacksAsync()
    {
        string spoilt = await PackOfChangingAsync(_acknowledged.Keys.First());
        byte[] content = await File.ReadAllBytesAsync(spoilt);
        content[^10] ^= 1;
        File.Delete(spoilt);
        await File.WriteAllBytesAsync(spoilt, content);

        ObjectId last = _acknowledged.Keys.Last();
        File.Delete(await PackOfChangingAsync(last));
        _acknowledged.Remove(last);
        return last;
    }

    /// <summary>Begins a run on a fresh copy of the repository.</summary>
    public void Reset()
    {
        DeleteFolder("run");
        CopyFolder(Template, _folder.Under("run"));
    }

    public void ClearTarget() => DeleteFolder("target");

    /// <summary>The names of every object of the run's repository but locks.</summary>
    public string[] Objects() =>
    [
        .. Directory.EnumerateFiles(_folder.Under("run"), "*", SearchOption.AllDirectories)
            .Where(file => Path.GetFileName(Path.GetDirectoryName(file)) != "locks")
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>Opens as a process would that is dead by the time anybody looks at its locks.</summary>
    public static Task<ResticRepository> OpenAsDoomedAsync(IStorage storage) =>
        OpenAsync(storage, SharedRepository.Options with { Client = ClientIdentity.Current with { ProcessId = int.MaxValue } });

    public static Task<ResticRepository> OpenAsync(IStorage storage) => OpenAsync(storage, SharedRepository.Options);

    /// <summary>Backs the folder up under a lock; the snapshot's id once that is acknowledged.</summary>
    public async Task<ObjectId> BackUpAsync(ResticRepository repository)
    {
        await using RepositoryLock held = await repository.LockAsync(LockMode.Shared, CancellationToken.None);
        await repository.LoadIndexAsync(CancellationToken.None);
        using DirectoryHandle home = DirectoryHandle.Open(Source);
        ArchiveOptions options = new() { Hostname = "host", Username = "user", Parent = await repository.ListSnapshotsAsync(CancellationToken.None).FirstOrDefaultAsync() };
        ArchiveResult result = await new Archiver(repository).BackupAsync(
            [new SourceTree(FileName.Parse("Home"), home, Excludes: null)], options, null, CancellationToken.None);
        Assert.Empty(result.Problems);
        return result.Snapshot.Id;
    }

    /// <summary>Restores a snapshot and compares it with what it was made of.</summary>
    public async Task RestoreAsync(ResticRepository repository, ObjectId snapshot, string[] expected)
    {
        string target = Directory.CreateDirectory(_folder.Under("target")).FullName;
        await using RepositoryLock held = await repository.LockAsync(LockMode.Shared, CancellationToken.None);
        Snapshot loaded = await repository.LoadSnapshotAsync(snapshot, CancellationToken.None);
        await repository.LoadIndexAsync(CancellationToken.None);
        using DirectoryHandle root = DirectoryHandle.Open(target);
        TreePath home = TreePath.Parse("Home");
        Node node = (await new TreeBrowser(repository).FindAsync(loaded.Tree, home, CancellationToken.None))!;
        RestoreOptions options = new() { Conflict = RestoreConflict.Overwrite, Ownership = RestoreOwnership.Recorded, Privileges = RestorePrivileges.Allow };
        RestoreResult result = await new Restorer(repository).RestoreAsync(node.Subtree!.Value, [], root, options, null, CancellationToken.None);
        Assert.Empty(result.Problems);
        Assert.Equal(expected, TreeDescription.Of(target));
    }

    /// <summary>Everything acknowledged restores as it was, the next backup succeeds, and restic finds nothing wrong.</summary>
    public async Task ProveAsync(params ObjectId[] acknowledgedSince)
    {
        string[] present = TreeDescription.Of(Source);
        await using ResticRepository repository = await OpenAsync(Storage);
        foreach ((ObjectId snapshot, string[] expected) in _acknowledged.Concat(acknowledgedSince.Select(id => KeyValuePair.Create(id, present))))
        {
            ClearTarget();
            await RestoreAsync(repository, snapshot, expected);
        }

        await BackUpAsync(repository);
        Assert.Empty(await ErrorsAsync(repository));
        Assert.Contains("no errors were found", Restic.Run("check", "--read-data", "--no-lock"), StringComparison.Ordinal);
    }

    public static async Task<List<CheckFinding>> ErrorsAsync(ResticRepository repository) => await repository
        .CheckAsync(CheckOptions.Everything, progress: null, CancellationToken.None)
        .Where(finding => finding.Severity == CheckSeverity.Error)
        .ToListAsync();

    public void Dispose() => _folder.Dispose();

    private async Task<string> PackOfChangingAsync(ObjectId snapshot)
    {
        await using ResticRepository repository = await OpenAsync(new LocalStorage(Template));
        await repository.LoadIndexAsync(CancellationToken.None);
        ObjectId tree = (await repository.LoadSnapshotAsync(snapshot, CancellationToken.None)).Tree;
        Node file = (await new TreeBrowser(repository).FindAsync(tree, TreePath.Parse("Home/changing"), CancellationToken.None))!;
        Assert.True(repository.TryLocate(new BlobHandle(BlobType.Data, file.Content![0]), out BlobLocation location));
        return Directory.EnumerateFiles(Path.Combine(Template, "data"), $"{location.Pack}", SearchOption.AllDirectories).Single();
    }

    private static async Task<ResticRepository> OpenAsync(IStorage storage, RepositoryOptions options) =>
        await ResticRepository.OpenAsync(storage, Encoding.UTF8.GetBytes(SharedRepository.Password), options, CancellationToken.None);

    private void Acknowledge(ObjectId snapshot) => _acknowledged.Add(snapshot, TreeDescription.Of(Source));

    private void Change(int seed)
    {
        byte[] noise = new byte[50_000];
        new Random(seed).NextBytes(noise);
        File.WriteAllBytes(Path.Combine(Source, "changing"), noise);
        File.WriteAllBytes(Path.Combine(Directory.CreateDirectory(Path.Combine(Source, "below")).FullName, $"added-{seed}"), noise.AsSpan(seed + 1));
    }

    private void DeleteFolder(string name)
    {
        if (Directory.Exists(_folder.Under(name)))
        {
            Directory.Delete(_folder.Under(name), recursive: true);
        }
    }

    private static void CopyFolder(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (string folder in Directory.EnumerateDirectories(from))
        {
            CopyFolder(folder, Path.Combine(to, Path.GetFileName(folder)));
        }

        foreach (string file in Directory.EnumerateFiles(from))
        {
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        }
    }
}
