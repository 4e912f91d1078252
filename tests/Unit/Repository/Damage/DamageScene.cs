using System.Runtime.Versioning;
using BackupAccess.Repository.Crypto;
using BackupAccess.Repository.Files;
using BackupAccess.Repository.Snapshots;
using BackupAccess.Repository.Storage;
using BackupAccess.Repository.Tests.Files;
using BackupAccess.Repository.Trees;

namespace BackupAccess.Repository.Tests.Damage;

/// <summary>A repository of two keys and three snapshots that share some packs and not others, of which one object is damaged at a time.</summary>
[SupportedOSPlatform("linux")]
internal sealed class DamageScene : IDisposable
{
    public static readonly byte[] OtherPassword = "another"u8.ToArray();

    private static readonly RepositoryOptions s_options = new() { KeyDerivation = new ScryptParameters(16, 1, 1) };

    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<ObjectId, SnapshotNeeds> _snapshots = [];

    public IReadOnlyDictionary<ObjectId, SnapshotNeeds> Snapshots => _snapshots;

    public string Target => _folder.Under("target");

    private string Location => _folder.Under("repository");

    private string Source => Directory.CreateDirectory(_folder.Under("source")).FullName;

    public static async Task<DamageScene> CreateAsync()
    {
        DamageScene scene = new();
        await using (await ResticRepository.CreateAsync(new LocalStorage(scene._folder.Under("foreign")), RepositoryFixture.Password, s_options, CancellationToken.None))
        {
        }

        await using ResticRepository repository = await ResticRepository.CreateAsync(new LocalStorage(scene.Location), RepositoryFixture.Password, s_options, CancellationToken.None);
        await repository.AddKeyAsync(OtherPassword, CancellationToken.None);
        Snapshot? parent = null;
        for (int day = 0; day < 3; day++)
        {
            scene.Write($"shared/of-day-{day}/file", 30_000, seed: day);
            scene.Write("changing/file", 20_000, seed: 100 + day);
            scene.Write("changing/small", 10, seed: 200 + day);
            parent = await scene.BackUpAsync(repository, parent, $"day={day}");
        }

        return scene;
    }

    /// <summary>Every object's path below the repository, the config's too; no lock is among them.</summary>
    public string[] Objects() =>
        [.. Directory.EnumerateFiles(Location, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Location, file)).Order(StringComparer.Ordinal)];

    public static string KindOf(string path) => path.Split('/')[0];

    public static ObjectId IdOf(string path) => ObjectId.Parse(Path.GetFileName(path));

    /// <summary>Damages an object; what is disposed undoes it.</summary>
    public IDisposable Damage(string path, DamageKind kind, Random random)
    {
        string file = Path.Combine(Location, path);
        byte[] content = File.ReadAllBytes(file);
        byte[]? damaged = kind switch
        {
            DamageKind.Flipped => Flip(content, random.Next(content.Length * 8)),
            DamageKind.Halved => content[..(content.Length / 2)],
            DamageKind.Emptied => [],
            DamageKind.Swapped => File.ReadAllBytes(OtherOf(path)),
            _ => null,
        };
        Replace(file, damaged);
        return new Undo(() => Replace(file, content));
    }

    public Task<ResticRepository> OpenAsync(byte[] password) =>
        ResticRepository.OpenAsync(new LocalStorage(Location), password, s_options, CancellationToken.None);

    public async Task<RestoreResult> RestoreAsync(ResticRepository repository, ObjectId snapshot)
    {
        if (Directory.Exists(Target))
        {
            Directory.Delete(Target, recursive: true);
        }

        Directory.CreateDirectory(Target);
        using DirectoryHandle target = DirectoryHandle.Open(Target);
        Snapshot loaded = await repository.LoadSnapshotAsync(snapshot, CancellationToken.None);
        return await new Restorer(repository).RestoreAsync(loaded.Tree, [], target, TestRepository.AsRecorded, null, CancellationToken.None);
    }

    public void Dispose() => _folder.Dispose();

    private async Task<Snapshot> BackUpAsync(ResticRepository repository, Snapshot? parent, string tag)
    {
        using DirectoryHandle source = DirectoryHandle.Open(Source);
        ArchiveOptions options = new() { Hostname = "host", Username = "user", Tags = [tag, "kind=ondemand"], Parent = parent };
        ArchiveResult result = await new Archiver(repository).BackupAsync(
            [new SourceTree(FileName.Parse("Home"), source, Excludes: null)], options, null, CancellationToken.None);
        _snapshots.Add(result.Snapshot.Id, await SnapshotNeeds.OfAsync(repository, result.Snapshot, TreeDescription.Of(Source)));
        return result.Snapshot;
    }

    private void Write(string path, int length, int seed)
    {
        byte[] content = new byte[length];
        new Random(seed).NextBytes(content);
        string file = Path.Combine(Source, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllBytes(file, content);
    }

    private string OtherOf(string path)
    {
        string? sibling = Objects().FirstOrDefault(other => other != path && KindOf(other) == KindOf(path));
        return sibling is null ? Path.Combine(_folder.Under("foreign"), path) : Path.Combine(Location, sibling);
    }

    private static byte[] Flip(byte[] content, int bit)
    {
        byte[] flipped = [.. content];
        flipped[bit / 8] ^= (byte)(1 << (bit % 8));
        return flipped;
    }

    private static void Replace(string file, byte[]? content)
    {
        File.Delete(file);
        if (content is not null)
        {
            File.WriteAllBytes(file, content);
        }
    }

    private sealed class Undo(Action action) : IDisposable
    {
        public void Dispose() => action();
    }
}
