using System.Security.Cryptography;
using BackupAccess.Engine.Downloads;
using BackupAccess.Engine.Operations;
using BackupAccess.PowerShell.Downloads;

namespace BackupAccess.PowerShell.Tests;

/// <summary>A download on its way into a file: interrupted, gone on with, verified.</summary>
public sealed class ReceivedFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("backupaccess-").FullName;
    private readonly byte[] _content = RandomNumberGenerator.GetBytes(10_000);
    private readonly Guid _id = Guid.CreateVersion7();
    private readonly List<long> _asked = [];

    private string File => Path.Combine(_folder, "alice.tar.gz");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void What_was_interrupted_is_gone_on_with()
    {
        Assert.Throws<BackupFailedException>(() => Receive(replace: false, Interrupted));
        Assert.False(System.IO.File.Exists(File));

        FileInfo received = Receive(replace: false, From);

        Assert.Equal(_content, System.IO.File.ReadAllBytes(received.FullName));
        Assert.Equal([0L, 3000L], _asked);
        Assert.Equal(File, Assert.Single(Directory.GetFiles(_folder)));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(File));
        }
    }

    [Fact]
    public void What_is_not_what_was_made_is_refused_and_fetched_anew_the_next_time()
    {
        byte[] right = [.. _content];
        _content[5000] ^= 1;
        string hash = Convert.ToHexStringLower(SHA256.HashData(right));
        Assert.Equal("ChecksumMismatch", Assert.Throws<BackupFailedException>(() => Receive(replace: false, From, hash)).ErrorId);
        Assert.Empty(Directory.GetFiles(_folder));

        right.CopyTo(_content, 0);
        Receive(replace: false, From, hash);

        Assert.Equal([0L, 0L], _asked);
    }

    [Fact]
    public void What_is_cut_short_is_refused() =>
        Assert.Equal("ChecksumMismatch", Assert.Throws<BackupFailedException>(() => Receive(replace: false, offset => From(offset).Take(2))).ErrorId);

    [Fact]
    public void A_file_that_is_there_is_replaced_only_where_that_is_asked_for()
    {
        System.IO.File.WriteAllText(File, "mine");

        Assert.Equal("AlreadyExists", Assert.Throws<ConflictException>(() => Receive(replace: false, From)).ErrorId);
        Assert.Equal("mine", System.IO.File.ReadAllText(File));
        Assert.Empty(_asked);

        Receive(replace: true, From);
        Assert.Equal(_content, System.IO.File.ReadAllBytes(File));
    }

    [Fact]
    public void A_link_in_the_partial_files_place_is_not_written_through()
    {
        string other = Path.Combine(_folder, "other");
        System.IO.File.WriteAllText(other, "other");
        System.IO.File.CreateSymbolicLink($"{File}.{_id:n}.partial", other);

        Assert.Equal("DestinationUnavailable", Assert.Throws<BackupFailedException>(() => Receive(replace: true, From)).ErrorId);

        Assert.Equal("other", System.IO.File.ReadAllText(other));
    }

    [Fact]
    public void A_folder_takes_it_under_its_own_name()
    {
        Download download = Of("");
        Assert.Equal(Path.Combine(_folder, "web01-alice.tar.gz"), ReceivedFile.In(_folder, download));
        Assert.Equal(Path.Combine(_folder, "new", "web01-alice.tar.gz"), ReceivedFile.In(Path.Combine(_folder, "new") + "/", download));
        Assert.Equal(File, ReceivedFile.In(File, download));
    }

    private FileInfo Receive(bool replace, Func<long, IEnumerable<byte[]>> fetch, string? hash = null) =>
        new ReceivedFile(Of(hash ?? Convert.ToHexStringLower(SHA256.HashData(_content))), File).Receive(replace, fetch, _ => { });

    private IEnumerable<byte[]> From(long offset)
    {
        _asked.Add(offset);
        return _content.Skip((int)offset).Chunk(1000);
    }

    private IEnumerable<byte[]> Interrupted(long offset)
    {
        foreach (byte[] piece in From(offset).Take(3))
        {
            yield return piece;
        }

        throw new BackupFailedException("FileSystemFailed", "The line is dead.");
    }

    private Download Of(string hash) => new()
    {
        Id = _id,
        Account = "web01/alice",
        AccountId = Guid.Empty,
        BackupId = Guid.Empty,
        Format = DownloadFormat.TarGz,
        FileName = "web01-alice.tar.gz",
        Size = _content.Length,
        Sha256 = hash,
        Entries = 1,
        ProblemCount = 0,
        Problems = [],
        Created = DateTimeOffset.UnixEpoch,
        CreatedBy = "tester",
        Expires = DateTimeOffset.UnixEpoch,
        Fetches = 0,
        MostFetches = null,
        AcceptedConditions = [],
    };
}
