using System.Runtime.Versioning;
using BackupAccess.Repository.Checking;
using BackupAccess.Repository.Files;
using BackupAccess.Repository.Locks;
using BackupAccess.Repository.Storage;
using BackupAccess.Repository.Trees;

namespace BackupAccess.Repository.Tests.Storage;

public sealed class LocalStorageTests : StorageConformance
{
    private readonly TemporaryFolder _folder = new();

    public LocalStorageTests() => Storage = new LocalStorage(_folder.Under("repository"));

    protected override IStorage Storage { get; }

    [Fact]
    public async Task Objects_lie_where_restic_looks_for_them_and_packs_set_aside_beside_them()
    {
        ObjectId id = ObjectId.Of("x"u8);
        foreach (ObjectKind kind in Enum.GetValues<ObjectKind>())
        {
            await Storage.PutAsync(kind == ObjectKind.Config ? ObjectName.Config : new ObjectName(kind, id), new byte[1], CancellationToken.None);
        }

        string[] files = Directory.GetFiles(Storage.Location, "*", SearchOption.AllDirectories);

        Assert.Equal(
            ["config", $"data/{id.ToString()[..2]}/{id}", $"index/{id}", $"keys/{id}", $"locks/{id}", $"quarantine/{id}", $"snapshots/{id}"],
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
    public async Task A_pack_in_another_s_folder_is_no_object()
    {
        ObjectId id = ObjectId.Of("x"u8);
        await Storage.PutAsync(new ObjectName(ObjectKind.Pack, id), new byte[1], CancellationToken.None);
        string other = Path.Combine(Storage.Location, "data", "zz");
        Directory.CreateDirectory(other);
        File.Move(Directory.GetFiles(Storage.Location, $"{id}", SearchOption.AllDirectories).Single(), Path.Combine(other, $"{id}"));

        Assert.Empty(await Storage.ListAsync(ObjectKind.Pack, CancellationToken.None).ToListAsync());
    }

    [SkippableFact]
    public async Task What_is_no_regular_file_is_no_object_and_isn_t_waited_for()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "fifos and links are told apart on Linux");
        ObjectName whole = new(ObjectKind.Snapshot, ObjectId.Of("whole"u8));
        ObjectName fifo = new(ObjectKind.Snapshot, ObjectId.Of("fifo"u8));
        ObjectName link = new(ObjectKind.Snapshot, ObjectId.Of("link"u8));
        await Storage.PutAsync(whole, new byte[3], CancellationToken.None);
        string folder = Path.Combine(Storage.Location, "snapshots");
        using (DirectoryHandle handle = DirectoryHandle.Open(folder))
        {
            handle.MakeSpecial(FileName.Parse($"{fifo.Id}"), NodeType.Fifo, 0);
        }

        File.CreateSymbolicLink(Path.Combine(folder, $"{link.Id}"), Path.Combine(folder, $"{whole.Id}"));

        Assert.Equal(whole, (await Storage.ListAsync(ObjectKind.Snapshot, CancellationToken.None).SingleAsync()).Name);
        foreach (ObjectName planted in new[] { fifo, link })
        {
            Assert.Null(await Storage.StatAsync(planted, CancellationToken.None));
            StorageException failure = await Assert.ThrowsAsync<StorageException>(() => Storage.GetRangeAsync(planted, 0, new byte[1], CancellationToken.None));
            Assert.Contains($"{planted}", failure.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(ObjectKind.Index)]
    [InlineData(ObjectKind.Snapshot)]
    [InlineData(ObjectKind.Key)]
    [InlineData(ObjectKind.Lock)]
    public async Task A_file_of_holes_in_the_place_of_an_object_is_not_read(ObjectKind kind)
    {
        await using RepositoryFixture fixture = await RepositoryFixture.CreateAsync();
        string path = Path.Combine(fixture.Path, kind switch { ObjectKind.Index => "index", ObjectKind.Key => "keys", ObjectKind.Lock => "locks", _ => "snapshots" }, $"{ObjectId.Of("holes"u8)}");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using (FileStream holes = File.Create(path))
        {
            holes.SetLength(2_000_000_000);
        }

        RecordingStorage storage = new(fixture.Storage);
        await using ResticRepository repository = await ResticRepository.OpenAsync(storage, RepositoryFixture.Password, RepositoryFixture.CheapOptions, CancellationToken.None);
        await (await repository.LockAsync(LockMode.Exclusive, CancellationToken.None)).DisposeAsync();
        List<CheckFinding> findings = await repository.CheckAsync(CheckOptions.Everything, progress: null, CancellationToken.None).ToListAsync();

        Assert.True(storage.Reads.Max(read => read.Length) < 1_000_000);
        Assert.Equal(kind != ObjectKind.Lock, findings.Exists(finding => finding.Problem.StartsWith("it has 2000000000 bytes", StringComparison.Ordinal)));
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

    [Fact]
    public async Task Temporary_files_go_once_they_are_old_and_strays_stay()
    {
        ObjectName name = new(ObjectKind.Pack, ObjectId.Of("x"u8));
        await Storage.PutAsync(name, new byte[1], CancellationToken.None);
        string folder = Path.Combine(Storage.Location, "data", name.Id.ToString()[..2]);
        DateTime old = DateTime.UnixEpoch.AddYears(50);
        foreach ((string path, DateTime time) in new[]
        {
            (Path.Combine(folder, $"{name.Id}-tmp-0123"), old),
            (Path.Combine(folder, $"{name.Id}-tmp-4567"), old.AddDays(2)),
            (Path.Combine(Storage.Location, "config-tmp-1"), old),
            (Path.Combine(folder, "notes-tmp-1"), old),
            (Path.Combine(Storage.Location, "keys-tmp-1"), old),
        })
        {
            await File.WriteAllTextAsync(path, "");
            File.SetLastWriteTimeUtc(path, time);
        }

        Assert.Equal(2, await Storage.RemoveUnfinishedAsync(new DateTimeOffset(old.AddDays(1), TimeSpan.Zero), CancellationToken.None));

        Assert.Equal(
            [$"{name.Id}", $"{name.Id}-tmp-4567", "notes-tmp-1"],
            Directory.GetFiles(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(["keys-tmp-1"], Directory.GetFiles(Storage.Location).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Clients_of_one_folder_see_each_other_s_objects_at_once()
    {
        LocalStorage other = new(Storage.Location);
        for (int i = 0; i < 50; i++)
        {
            ObjectName name = new(ObjectKind.Lock, ObjectId.Of([(byte)i]));
            await Storage.PutAsync(name, new byte[1], CancellationToken.None);
            Assert.Equal(1, await other.StatAsync(name, CancellationToken.None));
            await Assert.ThrowsAsync<ObjectExistsException>(() => other.PutAsync(name, new byte[2], CancellationToken.None));
            await other.DeleteAsync(name, CancellationToken.None);
            Assert.Empty(await Storage.ListAsync(ObjectKind.Lock, CancellationToken.None).ToListAsync());
        }
    }

    [SkippableFact]
    public async Task A_full_disk_is_told_by_name_and_leaves_no_temporary_file()
    {
        Skip.IfNot(Environment.IsPrivilegedProcess, "Only root mounts a small disk.");
        await using SmallDisk disk = await SmallDisk.MountAsync(_folder.Under("disk"), "size=1m");
        LocalStorage storage = new(_folder.Under("disk"));
        ObjectName small = new(ObjectKind.Pack, ObjectId.Of("x"u8));
        ObjectName big = new(ObjectKind.Pack, ObjectId.Of("y"u8));
        await storage.PutAsync(small, new byte[1000], CancellationToken.None);

        StorageFullException failure = await Assert.ThrowsAsync<StorageFullException>(() => storage.PutAsync(big, new byte[2_000_000], CancellationToken.None));

        Assert.Contains($"{big}", failure.Message, StringComparison.Ordinal);
        Assert.False(failure.IsTransient);
        Assert.Single(Directory.GetFiles(storage.Location, "*", SearchOption.AllDirectories));
        Assert.Equal(new byte[1000], await storage.GetAsync(small, 10_000_000, CancellationToken.None));
    }

    [SkippableFact]
    public async Task A_read_only_disk_is_told_by_name_and_still_read()
    {
        Skip.IfNot(Environment.IsPrivilegedProcess, "Only root mounts a small disk.");
        await using SmallDisk disk = await SmallDisk.MountAsync(_folder.Under("disk"), "size=1m");
        LocalStorage storage = new(_folder.Under("disk"));
        ObjectName name = new(ObjectKind.Key, ObjectId.Of("x"u8));
        ObjectName other = new(ObjectKind.Key, ObjectId.Of("y"u8));
        await storage.PutAsync(name, new byte[1], CancellationToken.None);
        await disk.MakeReadOnlyAsync();

        StorageReadOnlyException put = await Assert.ThrowsAsync<StorageReadOnlyException>(() => storage.PutAsync(other, new byte[1], CancellationToken.None));
        await Assert.ThrowsAsync<StorageReadOnlyException>(() => storage.DeleteAsync(name, CancellationToken.None));

        Assert.Contains($"{other}", put.Message, StringComparison.Ordinal);
        Assert.Equal(new byte[1], await storage.GetAsync(name, 10_000_000, CancellationToken.None));
    }

    [Fact]
    public async Task A_path_too_long_is_a_storage_failure_that_names_the_object()
    {
        ObjectName name = new(ObjectKind.Key, ObjectId.Of("x"u8));
        LocalStorage storage = new(_folder.Under(new string('x', 300)));

        StorageException failure = await Assert.ThrowsAsync<StorageException>(() => storage.PutAsync(name, new byte[1], CancellationToken.None));

        Assert.StartsWith($"\"{name}\"", failure.Message, StringComparison.Ordinal);
        Assert.EndsWith("the path is too long.", failure.Message, StringComparison.Ordinal);
    }

    protected override void Dispose(bool isDisposing)
    {
        _folder.Dispose();
        base.Dispose(isDisposing);
    }
}
