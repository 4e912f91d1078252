using System.Runtime.Versioning;
using BackupAccess.Repository.Storage;

namespace BackupAccess.Repository.Tests.Storage;

public sealed class LocalStorageTests : StorageConformance
{
    private readonly TemporaryFolder _folder = new();

    public LocalStorageTests() => Storage = new LocalStorage(_folder.Under("repository"));

    protected override IStorage Storage { get; }

    [Fact]
    public async Task Objects_lie_where_restic_looks_for_them()
    {
        ObjectId id = ObjectId.Of("x"u8);
        foreach (ObjectKind kind in Enum.GetValues<ObjectKind>())
        {
            await Storage.PutAsync(kind == ObjectKind.Config ? ObjectName.Config : new ObjectName(kind, id), new byte[1], CancellationToken.None);
        }

        string[] files = Directory.GetFiles(Storage.Location, "*", SearchOption.AllDirectories);

        Assert.Equal(
            ["config", $"data/{id.ToString()[..2]}/{id}", $"index/{id}", $"keys/{id}", $"locks/{id}", $"snapshots/{id}"],
            files.Select(file => Path.GetRelativePath(Storage.Location, file)).Order(StringComparer.Ordinal));
    }

    [SkippableFact]
    [UnsupportedOSPlatform("windows")]
    public async Task Folders_are_the_owner_s_alone_and_objects_can_t_be_written_to()
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows has no such modes");
        await Storage.PutAsync(new ObjectName(ObjectKind.Pack, ObjectId.Of("x"u8)), new byte[1], CancellationToken.None);

        Assert.All(
            Directory.GetDirectories(Storage.Location, "*", SearchOption.AllDirectories).Append(Storage.Location),
            folder => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder)));
        Assert.All(
            Directory.GetFiles(Storage.Location, "*", SearchOption.AllDirectories),
            file => Assert.Equal(UnixFileMode.UserRead, File.GetUnixFileMode(file)));
    }

    [Fact]
    public async Task Temporary_files_and_strays_are_no_objects()
    {
        ObjectId id = ObjectId.Of("x"u8);
        await Storage.PutAsync(new ObjectName(ObjectKind.Snapshot, id), new byte[1], CancellationToken.None);
        string folder = Path.Combine(Storage.Location, "snapshots");
        await File.WriteAllTextAsync(Path.Combine(folder, $"{ObjectId.Of("y"u8)}-tmp-1"), "");
        await File.WriteAllTextAsync(Path.Combine(folder, ObjectId.Of("z"u8).ToString().ToUpperInvariant()), "");
        await File.WriteAllTextAsync(Path.Combine(folder, "README"), "");
        Directory.CreateDirectory(Path.Combine(folder, ObjectId.Of("w"u8).ToString()));

        Assert.Equal(id, (await Storage.ListAsync(ObjectKind.Snapshot, CancellationToken.None).SingleAsync()).Name.Id);
    }

    [Fact]
    public async Task A_put_leaves_no_temporary_file_whether_it_succeeds_or_not()
    {
        ObjectName name = new(ObjectKind.Index, ObjectId.Of("x"u8));
        await Storage.PutAsync(name, new byte[1], CancellationToken.None);
        await Assert.ThrowsAsync<ObjectExistsException>(() => Storage.PutAsync(name, new byte[1], CancellationToken.None));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            Storage.PutAsync(new ObjectName(ObjectKind.Index, ObjectId.Of("y"u8)), new byte[1], new CancellationToken(canceled: true)));

        Assert.Single(Directory.GetFiles(Path.Combine(Storage.Location, "index")));
    }

    [Fact]
    public async Task A_file_in_a_folder_s_way_is_a_storage_failure_that_names_the_object()
    {
        Directory.CreateDirectory(Storage.Location);
        await File.WriteAllTextAsync(Path.Combine(Storage.Location, "keys"), "");
        ObjectName name = new(ObjectKind.Key, ObjectId.Of("x"u8));

        StorageException failure = await Assert.ThrowsAsync<StorageException>(() => Storage.PutAsync(name, new byte[1], CancellationToken.None));

        Assert.Contains($"{name}", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_can_t_be_read_is_a_failure_and_no_empty_repository()
    {
        Directory.CreateDirectory(Storage.Location);
        foreach (string name in new[] { "snapshots", "data" })
        {
            File.CreateSymbolicLink(Path.Combine(Storage.Location, name), name);
        }

        await Assert.ThrowsAsync<StorageException>(() => Storage.StatAsync(new ObjectName(ObjectKind.Pack, ObjectId.Of("x"u8)), CancellationToken.None));
        await Assert.ThrowsAsync<StorageException>(async () => await Storage.ListAsync(ObjectKind.Snapshot, CancellationToken.None).ToListAsync());
        await Assert.ThrowsAsync<StorageException>(async () => await Storage.ListAsync(ObjectKind.Pack, CancellationToken.None).ToListAsync());
    }

    protected override void Dispose(bool isDisposing) => _folder.Dispose();
}
