using System.Runtime.Versioning;
using System.Security.Cryptography;
using BackupAccess.Repository.Files;
using BackupAccess.Repository.Snapshots;
using BackupAccess.Repository.Trees;

namespace BackupAccess.Repository.Tests.Files;

[SupportedOSPlatform("linux")]
public sealed class StreamTests : IAsyncLifetime
{
    private const int Size = 20_000_000;

    private TestRepository _test = null!;

    public async Task InitializeAsync() => _test = await TestRepository.CreateAsync();

    public async Task DisposeAsync() => await _test.DisposeAsync();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(8 * 1024 * 1024)]
    [InlineData(Size)]
    public async Task A_stream_is_stored_as_a_file_of_its_content_would_be(int size)
    {
        byte[] content = RandomNumberGenerator.GetBytes(size);
        await File.WriteAllBytesAsync(_test.SourceFile("dump"), content);
        using DirectoryHandle root = DirectoryHandle.Open(_test.Source);

        ArchiveResult result = await BackupAsync(null, Dump(() => new Trickle(content)), new SourceTree(Name("Home"), root, null));

        Node stored = (await FindAsync(result.Snapshot, "Dumps/dump"))!;
        Assert.Equal((await FindAsync(result.Snapshot, "Home/dump"))!.Content, stored.Content);
        Assert.Equal((ulong)size, stored.Size);
        Assert.Equal(0x180u, stored.Mode.Permissions);
        Assert.Equal((2 * size, 2, false), (result.BytesTotal, result.FilesNew, result.IsPartial));
    }

    [Fact]
    public async Task The_same_content_again_is_the_same_tree_and_adds_nothing()
    {
        ArchiveResult first = await BackupAsync(null, Dump(() => new MemoryStream([1, 2, 3])));

        ArchiveResult second = await BackupAsync(first.Snapshot, Dump(() => new MemoryStream([1, 2, 3])));
        ArchiveResult third = await BackupAsync(second.Snapshot, Dump(() => new MemoryStream([1, 2, 4])));

        Assert.Equal(first.Snapshot.Tree, second.Snapshot.Tree);
        Assert.Equal((0, 1, 0L), (second.FilesChanged, second.FilesUnmodified, second.BytesAdded));
        Assert.Equal(1, third.FilesChanged);
        Assert.NotEqual(first.Snapshot.Tree, third.Snapshot.Tree);
    }

    [Fact]
    public async Task A_stream_that_fails_at_its_end_is_left_out_with_its_message_and_the_rest_is_stored()
    {
        await File.WriteAllTextAsync(_test.SourceFile("a"), "content");
        using DirectoryHandle root = DirectoryHandle.Open(_test.Source);

        ArchiveResult result = await BackupAsync(null, Dump(() => new Trickle(new byte[Size], "The tool said no.")), new SourceTree(Name("Home"), root, null));

        FileProblem problem = Assert.Single(result.Problems);
        Assert.Equal(("Dumps/dump", FileProblemKind.SourceFailed, "The tool said no."), (problem.Path, problem.Kind, problem.Message));
        Assert.Null(await FindAsync(result.Snapshot, "Dumps"));
        Assert.NotNull(await FindAsync(result.Snapshot, "Home/a"));
    }

    [Fact]
    public async Task Where_nothing_could_be_stored_the_snapshot_is_empty()
    {
        ArchiveResult result = await BackupAsync(null, new SourceStream(Name("Dumps"), _ => throw new SourceFailedException("It can't be started.")));

        Assert.True(result.IsPartial);
        Assert.Empty((await _test.Browser.LoadAsync(result.Snapshot.Tree, CancellationToken.None)).Nodes);
    }

    [Fact]
    public async Task A_failure_that_is_none_of_a_source_ends_the_backup() =>
        await Assert.ThrowsAsync<InvalidDataException>(() => BackupAsync(null, Dump(() => throw new InvalidDataException())));

    [Fact]
    public async Task Trees_within_a_folder_keep_their_excludes_and_one_that_cannot_be_listed_costs_itself_alone()
    {
        await File.WriteAllTextAsync(_test.SourceFile("a"), "content");
        await File.WriteAllTextAsync(_test.SourceFile("b"), "content");
        using DirectoryHandle root = DirectoryHandle.Open(_test.Source);
        string gone = Path.Combine(_test.Outside, "gone");
        using DirectoryHandle removed = DirectoryHandle.Open(Directory.CreateDirectory(gone).FullName);
        Directory.Delete(gone);

        ArchiveResult result = await BackupAsync(null, new SourceFolder(Name("Emails"), [new SourceTree(Name("Maildir"), root, new GlobExcludes(["/b"])), new SourceTree(Name("gone"), removed, null)]));

        Assert.NotNull(await FindAsync(result.Snapshot, "Emails/Maildir/a"));
        Assert.Null(await FindAsync(result.Snapshot, "Emails/Maildir/b"));
        Assert.All(result.Problems, problem => Assert.Equal("Emails/gone", problem.Path));
    }

    private static FileName Name(string name) => FileName.Parse(name);

    private static SourceFolder Dump(Func<Stream> open) => new(Name("Dumps"), [new SourceStream(Name("dump"), _ => ValueTask.FromResult(open()))]);

    private Task<ArchiveResult> BackupAsync(Snapshot? parent, params ArchiveSource[] sources) => new Archiver(_test.Repository, threads: 2).BackupAsync(
        sources, new ArchiveOptions { Hostname = "host", Username = "user", Parent = parent }, null, CancellationToken.None);

    private Task<Node?> FindAsync(Snapshot snapshot, string path) => _test.Browser.FindAsync(snapshot.Tree, TreePath.Parse(path), CancellationToken.None);

    /// <summary>Gives a few bytes at a time, as a pipe does, and fails where it should end when it has a reason.</summary>
    private sealed class Trickle(byte[] content, string? failure = null) : MemoryStream(content)
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await Task.Yield();
            int read = Read(buffer.Span[..Math.Min(buffer.Length, 65_537)]);
            return read == 0 && buffer.Length > 0 && failure is not null ? throw new SourceFailedException(failure) : read;
        }
    }
}
