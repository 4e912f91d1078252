using System.Runtime.Versioning;
using BackupAccess.Repository.Files;
using BackupAccess.Repository.Files.Linux;
using BackupAccess.Repository.Trees;

namespace BackupAccess.Repository.Tests.Files;

[SupportedOSPlatform("linux")]
public sealed class DirectoryHandleTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Names_are_listed_in_order_of_bytes_without_the_dots()
    {
        foreach (string name in (string[])["b", "Z", "ä", "a b", "\n"])
        {
            File.WriteAllText(_folder.Under(name), "");
        }

        using DirectoryHandle directory = DirectoryHandle.Open(_folder.Path);

        Assert.Equal(["\\n", "Z", "a b", "b", "ä"], directory.ListNames().Select(name => name.ToString()));
    }

    [Fact]
    public void Ten_thousand_names_are_listed_whole()
    {
        using DirectoryHandle directory = DirectoryHandle.Open(_folder.Path);
        for (int i = 0; i < 10_000; i++)
        {
            directory.CreateFile(FileName.Parse($"{i:d6}")).Dispose();
        }

        Assert.Equal(10_000, directory.ListNames().Length);
    }

    [Fact]
    public void A_link_to_a_directory_is_not_followed()
    {
        Directory.CreateDirectory(_folder.Under("outside"));
        File.CreateSymbolicLink(_folder.Under("link"), _folder.Under("outside"));
        using DirectoryHandle directory = DirectoryHandle.Open(_folder.Path);

        Assert.Throws<FileSystemException>(() => directory.OpenDirectory(FileName.Parse("link")));
        Assert.Throws<FileSystemException>(() => directory.OpenBeneath(TreePath.Parse("link")));
        Assert.Throws<FileSystemException>(() => directory.OpenFile(FileName.Parse("link")));
    }

    [Fact]
    public void A_path_longer_than_the_kernel_takes_is_opened_step_by_step()
    {
        using DirectoryHandle directory = DirectoryHandle.Open(_folder.Path);
        TreePath path = TreePath.Root;
        FileName name = FileName.Parse(new string('d', 250));
        for (int depth = 0; depth < 20; depth++)
        {
            using DirectoryHandle above = directory.OpenBeneath(path);
            Assert.True(above.TryMakeDirectory(name));
            path = path.Append(name);
        }

        using DirectoryHandle deepest = directory.OpenBeneath(path);

        Assert.True(path.ByteLength > 4096);
        Assert.Empty(deepest.ListNames());
    }

    [Fact]
    public void A_fifo_does_not_hold_a_reader_up()
    {
        using DirectoryHandle directory = DirectoryHandle.Open(_folder.Path);
        directory.MakeSpecial(FileName.Parse("fifo"), NodeType.Fifo, 0);

        using FileHandle fifo = directory.OpenFile(FileName.Parse("fifo"));

        Assert.Equal(NodeType.Fifo, fifo.GetStatus().Type);
    }

    [Fact]
    public void The_status_of_a_file_is_what_the_system_says()
    {
        string path = _folder.Under("file");
        File.WriteAllBytes(path, new byte[12345]);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.SetUser);
        File.SetLastWriteTimeUtc(path, new DateTime(1965, 4, 3, 2, 1, 0, DateTimeKind.Utc).AddTicks(1234567));
        using DirectoryHandle directory = DirectoryHandle.Open(_folder.Path);

        FileStatus status = directory.GetStatus(FileName.Parse("file"));

        Assert.Equal(NodeType.File, status.Type);
        Assert.Equal(12345, status.Size);
        Assert.Equal(0x980u, status.Permissions);
        Assert.Equal(1ul, status.Links);
        Assert.Equal("1965-04-03T02:01:00.1234567Z", status.Modified.ToString());
    }

    [Fact]
    public void A_failure_names_the_file_and_the_reason()
    {
        FileSystemException failure = Assert.Throws<FileSystemException>(() => DirectoryHandle.Open(_folder.Under("none")));

        Assert.Equal($"\"{_folder.Under("none")}\" can't be opened: No such file or directory.", failure.Message);
        Assert.Equal(Errno.NoEntry, failure.Error);
    }

    [Fact]
    public void Root_is_called_root() => Assert.Equal(("root", "root"), (new AccountNames().User(0), new AccountNames().Group(0)));

    [Fact]
    public void An_id_without_an_account_has_no_name() => Assert.Equal("", new AccountNames().User(4_000_000_123));
}
