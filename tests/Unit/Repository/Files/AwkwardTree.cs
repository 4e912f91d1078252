using System.Runtime.Versioning;
using System.Text;
using BackupAccess.Repository.Files;
using BackupAccess.Repository.Trees;

namespace BackupAccess.Repository.Tests.Files;

/// <summary>A directory with one of everything that file systems have and programs trip over.</summary>
[SupportedOSPlatform("linux")]
internal static class AwkwardTree
{
    public static void Make(string path)
    {
        using DirectoryHandle root = DirectoryHandle.Open(path);
        MakeNames(root);
        MakeLinks(root);
        MakeContents(root);
        MakeMetadata(root);
    }

    /// <summary>Devices, foreign owners and trusted attributes: what only root may make.</summary>
    public static void MakePrivileged(string path)
    {
        using DirectoryHandle root = DirectoryHandle.Open(path);
        root.MakeSpecial(FileName.Parse("null"), NodeType.CharDev, (1 << 8) | 3);
        root.MakeSpecial(FileName.Parse("disk"), NodeType.Dev, (7 << 8) | 200);
        Write(root, "of-others", "x"u8);
        Write(root, "capable", "x"u8);
        Change(root, "of-others", file => file.SetOwner(12345, 54321));
        // cap_net_raw=ep, revision 2
        Change(root, "capable", file => file.SetAttribute("security.capability", Convert.FromHexString("0100000200200000000000000000000000000000")));
        Change(root, "capable", file => file.SetPermissions(0xDED));
    }

    private static void MakeNames(DirectoryHandle root)
    {
        byte[][] names =
        [
            "new\nline"u8.ToArray(), "\"quotes\" and 'these'"u8.ToArray(), "back\\slash"u8.ToArray(), [0xff, 0xfe, 1], "ünï"u8.ToArray(),
            "<&>"u8.ToArray(), "-rf *"u8.ToArray(), " "u8.ToArray(), "..."u8.ToArray(), Encoding.UTF8.GetBytes("\u200b\u00ad\U0001F600"),
            [.. Enumerable.Range(1, 255).Select(value => (byte)(value == '/' ? 'x' : value))],
        ];
        foreach (byte[] name in names)
        {
            Write(root, FileName.FromBytes(name), name);
        }

        Assert.True(root.TryMakeDirectory(FileName.FromBytes([0xfd, (byte)'\n'])));
        using DirectoryHandle odd = root.OpenDirectory(FileName.FromBytes([0xfd, (byte)'\n']));
        Write(odd, FileName.Parse("inside"), "inside"u8);
        Assert.True(root.TryMakeDirectory(FileName.Parse("empty-directory")));
    }

    private static void MakeLinks(DirectoryHandle root)
    {
        root.MakeSymlink(FileName.Parse("broken"), "does/not/exist"u8);
        root.MakeSymlink(FileName.Parse("loop"), "loop"u8);
        root.MakeSymlink(FileName.Parse("absolute"), "/etc/passwd"u8);
        root.MakeSymlink(FileName.Parse("odd-target"), [0xff, (byte)'\n', (byte)'"']);
        Write(root, FileName.Parse("linked"), "shared content"u8);
        root.Link(FileName.Parse("linked"), root, FileName.Parse("linked-too"));
        Assert.True(root.TryMakeDirectory(FileName.Parse("sub")));
        using DirectoryHandle sub = root.OpenDirectory(FileName.Parse("sub"));
        root.Link(FileName.Parse("linked"), sub, FileName.Parse("linked-three"));
        Write(root, FileName.Parse("empty-linked"), []);
        root.Link(FileName.Parse("empty-linked"), sub, FileName.Parse("empty-linked-too"));
        root.MakeSpecial(FileName.Parse("fifo"), NodeType.Fifo, 0);
    }

    private static void MakeContents(DirectoryHandle root)
    {
        Write(root, FileName.Parse("zero-bytes"), []);
        byte[] large = new byte[(20 << 20) + 12345];
        new Random(42).NextBytes(large);
        Write(root, FileName.Parse("large"), large);
        Write(root, FileName.Parse("half-a-mebibyte"), large.AsSpan(0, 512 * 1024));
        Write(root, FileName.Parse("a-byte-more"), large.AsSpan(0, (512 * 1024) + 1));
        using FileHandle sparse = root.CreateFile(FileName.Parse("sparse"));
        sparse.SetLength(64 << 20);
        sparse.Write("island"u8, 33 << 20);
        using FileHandle hole = root.CreateFile(FileName.Parse("only-hole"));
        hole.SetLength(1234567);
    }

    private static void MakeMetadata(DirectoryHandle root)
    {
        Write(root, "setuid", "x"u8);
        Change(root, "setuid", file => file.SetPermissions(0xDED));
        Write(root, "private", "x"u8);
        Change(root, "private", file => file.SetPermissions(0x100));
        Write(root, "old", "x"u8);
        Change(root, "old", file => file.SetTimes(new FileTime(-1_000_000_000, 1, 0), new FileTime(-1_000_000_000, 1, 0)));
        Write(root, "future", "x"u8);
        Change(root, "future", file => file.SetTimes(new FileTime(5_000_000_000, 999_999_999, 0), new FileTime(5_000_000_000, 999_999_999, 0)));
        Write(root, "attributes", "x"u8);
        Change(root, "attributes", file => file.SetAttribute("user.comment", "värde"u8));
        Change(root, "attributes", file => file.SetAttribute("user.empty", []));
        Change(root, "attributes", file => file.SetAttribute("user.large", new byte[3000]));
        Assert.True(root.TryMakeDirectory(FileName.Parse("sticky")));
        using DirectoryHandle sticky = root.OpenDirectory(FileName.Parse("sticky"));
        Assert.Equal(0, sticky.SetPermissions(0x7FF));
        Assert.Equal(0, sticky.SetTimes(new FileTime(1_000_000_000, 0, 0), new FileTime(1_000_000_000, 5, 0)));
    }

    private static void Write(DirectoryHandle directory, string name, ReadOnlySpan<byte> content) =>
        Write(directory, FileName.Parse(name), content);

    private static void Write(DirectoryHandle directory, FileName name, ReadOnlySpan<byte> content)
    {
        using FileHandle file = directory.CreateFile(name);
        file.Write(content, 0);
    }

    private static void Change(DirectoryHandle directory, string name, Func<FileHandle, int> change)
    {
        using FileHandle file = directory.Pin(FileName.Parse(name));
        Assert.Equal(0, change(file));
    }
}
