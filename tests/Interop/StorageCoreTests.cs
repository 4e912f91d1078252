using System.Text;
using System.Text.Json;
using BackupAccess.Repository;
using BackupAccess.Repository.Checking;
using BackupAccess.Repository.Locks;
using BackupAccess.Repository.Packs;
using BackupAccess.Repository.Snapshots;
using BackupAccess.Repository.Storage;

namespace BackupAccess.Interop;

public sealed class StorageCoreTests
{
    public static TheoryData<int, CompressionMode> Formats => new()
    {
        { 2, CompressionMode.Auto },
        { 2, CompressionMode.Off },
        { 1, CompressionMode.Auto },
    };

    [SkippableTheory]
    [MemberData(nameof(Formats))]
    public async Task Restic_opens_lists_checks_and_dumps_what_we_write(int version, CompressionMode compression)
    {
        Skip.IfNot(ResticProgram.IsPresent, "restic is not installed");
        using SharedRepository shared = new();
        byte[] content = [.. Noise(seed: 1, length: 600_000), .. new byte[600_000]];
        ObjectId snapshot = await WriteSnapshotAsync(shared, content, SharedRepository.Options with { Version = version, Compression = compression });

        Assert.Contains("no errors were found", shared.Restic.Run("check", "--read-data"), StringComparison.Ordinal);
        using JsonDocument listed = JsonDocument.Parse(shared.Restic.Run("snapshots", "--json"));
        JsonElement only = Assert.Single(listed.RootElement.EnumerateArray());
        Assert.Equal(snapshot.ToString(), only.GetProperty("id").GetString());
        Assert.Equal("web01", only.GetProperty("hostname").GetString());
        shared.Restic.Run("restore", "latest", "--target", shared.Under("restored"));
        Assert.Equal(content, await File.ReadAllBytesAsync(shared.Under("restored/file")));
    }

    [SkippableTheory]
    [InlineData("2", "auto")]
    [InlineData("2", "off")]
    [InlineData("2", "max")]
    [InlineData("1", "auto")]
    public async Task We_read_every_blob_that_restic_writes(string version, string compression)
    {
        Skip.IfNot(ResticProgram.IsPresent, "restic is not installed");
        using SharedRepository shared = new();
        Directory.CreateDirectory(shared.Under("source"));
        byte[] content = [.. Noise(seed: 2, length: 9_000_000), .. new byte[9_000_000]];
        await File.WriteAllBytesAsync(shared.Under("source/file"), content);
        shared.Restic.Run("init", "--repository-version", version);
        shared.Restic.Run("backup", "--compression", compression, "--tag", "a,b", shared.Under("source"));

        await using ResticRepository repository = await shared.OpenAsync();
        Snapshot snapshot = await repository.ListSnapshotsAsync(CancellationToken.None).SingleAsync();
        Assert.Equal(["a", "b"], snapshot.Tags);
        Assert.Equal([shared.Under("source")], snapshot.Paths);
        List<BlobHandle> chunks = await ContentOfFileAsync(repository, snapshot.Tree);

        using MemoryStream read = new();
        foreach (BlobHandle chunk in chunks)
        {
            read.Write(await repository.LoadBlobAsync(chunk, CancellationToken.None));
        }

        Assert.Equal(content, read.ToArray());
    }

    [SkippableTheory]
    [InlineData("2", "auto")]
    [InlineData("2", "off")]
    [InlineData("1", "auto")]
    public async Task Our_check_finds_restic_s_repository_whole_and_its_damage_where_restic_does(string version, string compression)
    {
        Skip.IfNot(ResticProgram.IsPresent, "restic is not installed");
        using SharedRepository shared = new();
        Directory.CreateDirectory(shared.Under("source/below"));
        await File.WriteAllBytesAsync(shared.Under("source/below/file"), Noise(seed: 5, length: 2_000_000));
        shared.Restic.Run("init", "--repository-version", version);
        shared.Restic.Run("backup", "--compression", compression, shared.Under("source"));

        await using ResticRepository repository = await shared.OpenAsync();
        Assert.Empty(await repository.CheckAsync(CheckOptions.Everything, progress: null, CancellationToken.None).ToListAsync());

        string pack = Directory.GetFiles(Path.Combine(shared.Path, "data"), "*", SearchOption.AllDirectories).MaxBy(file => new FileInfo(file).Length)!;
        byte[] content = await File.ReadAllBytesAsync(pack);
        content[1000] ^= 1;
        File.Delete(pack);
        await File.WriteAllBytesAsync(pack, content);

        Assert.NotEqual(0, shared.Restic.Try("check", "--read-data").ExitCode);
        Assert.Contains(
            await repository.CheckAsync(CheckOptions.Everything, progress: null, CancellationToken.None).ToListAsync(),
            finding => finding.Severity == CheckSeverity.Error && finding.Object.Contains(Path.GetFileName(pack), StringComparison.Ordinal));
    }

    [SkippableFact]
    public async Task Restic_prints_our_objects_as_they_are()
    {
        Skip.IfNot(ResticProgram.IsPresent, "restic is not installed");
        using SharedRepository shared = new();
        ObjectId snapshot = await WriteSnapshotAsync(shared, "content"u8.ToArray(), SharedRepository.Options);
        await using ResticRepository repository = await shared.OpenAsync();

        using JsonDocument config = JsonDocument.Parse(shared.Restic.Run("cat", "config"));
        Assert.Equal(repository.Config.Id, config.RootElement.GetProperty("id").GetString());
        using JsonDocument printed = JsonDocument.Parse(shared.Restic.Run("cat", "snapshot", $"{snapshot}"));
        Assert.Equal("kind=test", printed.RootElement.GetProperty("tags")[0].GetString());
        Assert.Equal("content", shared.Restic.Run("cat", "blob", $"{ObjectId.Of("content"u8)}"));
        Assert.Equal(2, shared.Restic.Run("list", "packs").Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [SkippableFact]
    public async Task Chunks_of_the_same_file_de_duplicate_against_restic_s()
    {
        Skip.IfNot(ResticProgram.IsPresent, "restic is not installed");
        using SharedRepository shared = new();
        Directory.CreateDirectory(shared.Under("source"));
        byte[] content = Noise(seed: 3, length: 30_000_000);
        await File.WriteAllBytesAsync(shared.Under("source/file"), content);
        shared.Restic.Run("init");
        shared.Restic.Run("backup", shared.Under("source"));

        await using ResticRepository repository = await shared.OpenAsync();
        await using BlobWriter writer = repository.OpenWriter();
        for (int start = 0; start < content.Length;)
        {
            int length = repository.Chunker.Cut(content.AsSpan(start));
            Assert.False(writer.Save(BlobType.Data, content.AsSpan(start, length)).IsNew);
            start += length;
        }
    }

    [SkippableFact]
    public async Task Restic_adds_to_our_repository_and_finds_our_chunks_in_it()
    {
        Skip.IfNot(ResticProgram.IsPresent, "restic is not installed");
        using SharedRepository shared = new();
        byte[] content = Noise(seed: 4, length: 10_000_000);
        await WriteSnapshotAsync(shared, content, SharedRepository.Options);
        Directory.CreateDirectory(shared.Under("source"));
        await File.WriteAllBytesAsync(shared.Under("source/file"), content);

        string[] lines = shared.Restic.Run("backup", "--json", shared.Under("source")).Split('\n');
        using JsonDocument summary = JsonDocument.Parse(lines.Single(line => line.Contains("\"summary\"", StringComparison.Ordinal)));

        Assert.Equal(0, summary.RootElement.GetProperty("data_blobs").GetInt32());
        Assert.Contains("no errors were found", shared.Restic.Run("check", "--read-data"), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Our_exclusive_lock_keeps_restic_out_until_it_is_released()
    {
        Skip.IfNot(ResticProgram.IsPresent, "restic is not installed");
        using SharedRepository shared = new();
        await using ResticRepository repository = await shared.CreateAsync(SharedRepository.Options);
        await using (await repository.LockAsync(LockMode.Exclusive, CancellationToken.None))
        {
            (int exitCode, _, string error) = shared.Restic.Try("snapshots");
            Assert.NotEqual(0, exitCode);
            Assert.Contains($"PID {Environment.ProcessId}", error, StringComparison.Ordinal);
        }

        shared.Restic.Run("snapshots");
    }

    [SkippableFact]
    public async Task Our_shared_lock_lets_restic_read_and_keeps_it_from_pruning()
    {
        Skip.IfNot(ResticProgram.IsPresent, "restic is not installed");
        using SharedRepository shared = new();
        await using ResticRepository repository = await shared.CreateAsync(SharedRepository.Options);
        await using RepositoryLock held = await repository.LockAsync(LockMode.Shared, CancellationToken.None);

        shared.Restic.Run("snapshots");
        Assert.NotEqual(0, shared.Restic.Try("prune").ExitCode);
    }

    [SkippableFact]
    public async Task Restic_s_unlock_neither_removes_our_lock_nor_ends_our_process()
    {
        Skip.IfNot(ResticProgram.IsPresent, "restic is not installed");
        using SharedRepository shared = new();
        await using ResticRepository repository = await shared.CreateAsync(SharedRepository.Options);
        await using RepositoryLock held = await repository.LockAsync(LockMode.Shared, CancellationToken.None);

        // It sends this process a hang-up to learn whether it lives.
        shared.Restic.Run("unlock");

        Assert.Single(Directory.GetFiles(Path.Combine(shared.Path, "locks")));
    }

    [SkippableFact]
    public async Task Restic_s_dead_processes_locks_are_stale_to_us()
    {
        Skip.IfNot(ResticProgram.IsPresent, "restic is not installed");
        using SharedRepository shared = new();
        shared.Restic.Run("init");
        string orphan = await OrphanLockAsync(shared);

        await using ResticRepository repository = await shared.OpenAsync();
        await using RepositoryLock held = await repository.LockAsync(LockMode.Exclusive, CancellationToken.None);

        Assert.False(File.Exists(orphan));
    }

    [SkippableFact]
    public async Task Restic_opens_with_a_key_that_we_add_and_we_with_one_that_it_adds()
    {
        Skip.IfNot(ResticProgram.IsPresent, "restic is not installed");
        using SharedRepository shared = new();
        await using ResticRepository repository = await shared.CreateAsync(SharedRepository.Options);
        await repository.AddKeyAsync("second"u8.ToArray(), CancellationToken.None);
        await File.WriteAllTextAsync(shared.Under("third"), "third\n");

        new ResticProgram(shared.Path, "second").Run("key", "add", "--new-password-file", shared.Under("third"));

        await using ResticRepository again = await ResticRepository.OpenAsync(new LocalStorage(shared.Path), "third"u8.ToArray(), SharedRepository.Options, CancellationToken.None);
        Assert.Equal(repository.Config, again.Config);
        Assert.Equal(3, await again.ListKeysAsync(CancellationToken.None).CountAsync());
    }

    /// <summary>Writes a snapshot of one file, by the library's storage calls alone.</summary>
    private static async Task<ObjectId> WriteSnapshotAsync(SharedRepository shared, byte[] content, RepositoryOptions options)
    {
        await using ResticRepository repository = await shared.CreateAsync(options);
        await using BlobWriter writer = repository.OpenWriter();
        List<ObjectId> chunks = [];
        for (int start = 0; start < content.Length;)
        {
            int length = repository.Chunker.Cut(content.AsSpan(start));
            chunks.Add(writer.Save(BlobType.Data, content.AsSpan(start, length)).Id);
            start += length;
        }

        string ids = string.Join(',', chunks.Select(id => $"\"{id}\""));
        string tree = $$"""{"nodes":[{"name":"file","type":"file","mode":420,"mtime":"2026-01-01T00:00:00Z","atime":"2026-01-01T00:00:00Z","ctime":"2026-01-01T00:00:00Z","uid":0,"gid":0,"size":{{content.Length}},"content":[{{ids}}]}]}""" + "\n";
        ObjectId root = writer.Save(BlobType.Tree, Encoding.UTF8.GetBytes(tree)).Id;
        await writer.FlushAsync(CancellationToken.None);
        return await repository.SaveSnapshotAsync(
            new Snapshot { Time = DateTimeOffset.UnixEpoch, Tree = root, Paths = ["/file"], Hostname = "web01", Tags = ["kind=test"] }, CancellationToken.None);
    }

    /// <summary>The chunks of the one file below a tree.</summary>
    private static async Task<List<BlobHandle>> ContentOfFileAsync(ResticRepository repository, ObjectId tree)
    {
        while (true)
        {
            using JsonDocument json = JsonDocument.Parse(await repository.LoadBlobAsync(new BlobHandle(BlobType.Tree, tree), CancellationToken.None));
            JsonElement node = json.RootElement.GetProperty("nodes").EnumerateArray().Single();
            if (node.GetProperty("type").GetString() == "file")
            {
                return [.. node.GetProperty("content").EnumerateArray().Select(id => new BlobHandle(BlobType.Data, ObjectId.Parse(id.GetString()!)))];
            }

            tree = ObjectId.Parse(node.GetProperty("subtree").GetString()!);
        }
    }

    /// <summary>Kills a restic that holds a lock while it reads its standard input.</summary>
    private static async Task<string> OrphanLockAsync(SharedRepository shared)
    {
        string locks = Path.Combine(shared.Path, "locks");
        using FileSystemWatcher watcher = new(locks) { EnableRaisingEvents = true };
        TaskCompletionSource<string> locked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        watcher.Renamed += (_, change) => locked.TrySetResult(change.FullPath);
        using System.Diagnostics.Process process = System.Diagnostics.Process.Start(
            new System.Diagnostics.ProcessStartInfo("restic", ["--no-cache", "--repo", shared.Path, "backup", "--stdin"])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                Environment = { ["RESTIC_PASSWORD"] = SharedRepository.Password },
            })!;
        string path = await locked.Task.WaitAsync(TimeSpan.FromMinutes(1));
        process.Kill();
        await process.WaitForExitAsync();
        return path;
    }

    private static byte[] Noise(int seed, int length)
    {
        byte[] noise = new byte[length];
        new Random(seed).NextBytes(noise);
        return noise;
    }
}
