using System.Runtime.Versioning;
using BackupAccess.Repository.Crypto;
using BackupAccess.Repository.Files;
using BackupAccess.Repository.Snapshots;
using BackupAccess.Repository.Storage;
using BackupAccess.Repository.Trees;

namespace BackupAccess.Repository.Tests.Files;

/// <summary>A repository in a temporary folder, and folders to back up and to restore to.</summary>
[SupportedOSPlatform("linux")]
internal sealed class TestRepository : IAsyncDisposable
{
    public static RestoreOptions AsRecorded { get; } = new()
    {
        Conflict = RestoreConflict.Overwrite,
        Ownership = RestoreOwnership.Recorded,
        Privileges = RestorePrivileges.Allow,
    };

    private readonly TemporaryFolder _folder = new();

    private TestRepository(ResticRepository repository) => Repository = repository;

    public ResticRepository Repository { get; private set; }
    public string Source => Directory.CreateDirectory(_folder.Under("source")).FullName;
    public string Target => Directory.CreateDirectory(_folder.Under("target")).FullName;
    public string Outside => Directory.CreateDirectory(_folder.Under("outside")).FullName;
    public TreeBrowser Browser => new(Repository);

    /// <summary>Where objects lie.</summary>
    public string Location => _folder.Under("repository");

    public static async Task<TestRepository> CreateAsync()
    {
        TestRepository test = new(null!);
        RepositoryOptions options = RepositoryOptions.Default with { KeyDerivation = new ScryptParameters(1024, 1, 1) };
        test.Repository = await ResticRepository.CreateAsync(new LocalStorage(test.Location), "secret"u8.ToArray(), options, CancellationToken.None);
        await test.Repository.LoadIndexAsync(CancellationToken.None);
        return test;
    }

    public string SourceFile(string name) => Path.Combine(Source, name);

    public string TargetFile(string name) => Path.Combine(Target, name);

    public async Task<ArchiveResult> BackupAsync(Snapshot? parent = null, IExcludeRules? excludes = null, Action<string>? fileOpened = null, ParentListings listings = ParentListings.Reread)
    {
        using DirectoryHandle root = DirectoryHandle.Open(Source);
        Archiver archiver = new(Repository, threads: 2) { FileOpened = fileOpened };
        ArchiveOptions options = new() { Hostname = "host", Username = "user", Parent = parent, ParentListings = listings };
        return await archiver.BackupAsync([new SourceTree(FileName.Parse("Home"), root, excludes)], options, null, CancellationToken.None);
    }

    public async Task<RestoreResult> RestoreAsync(Snapshot snapshot, RestoreOptions? options = null, params string[] selected)
    {
        Node home = (await Browser.FindAsync(snapshot.Tree, TreePath.Parse("Home"), CancellationToken.None))!;
        using DirectoryHandle target = DirectoryHandle.Open(Target);
        return await new Restorer(Repository).RestoreAsync(
            home.Subtree!.Value, [.. selected.Select(TreePath.Parse)], target, options ?? AsRecorded, null, CancellationToken.None);
    }

    public async Task<Node?> NodeAsync(Snapshot snapshot, string path) =>
        await Browser.FindAsync(snapshot.Tree, TreePath.Parse("Home/" + path), CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await Repository.DisposeAsync();
        _folder.Dispose();
    }
}
