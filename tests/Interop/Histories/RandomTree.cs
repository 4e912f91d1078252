using System.Runtime.Versioning;
using System.Text;
using BackupAccess.Repository.Files;
using BackupAccess.Repository.Trees;

namespace BackupAccess.Interop.Histories;

/// <summary>A small folder that changes at random as a user's does.</summary>
[SupportedOSPlatform("linux")]
internal sealed class RandomTree
{
    private static readonly string[] s_names = ["letter", "ünï", "new\nline", "\"quoted\"", "back\\slash", "-rf *", " ", "...", "\U0001F600"];
    private static readonly FileName s_bytes = FileName.FromBytes([0xff, (byte)'\n', 0xfe]);

    private readonly Random _random;
    private readonly string _home;
    private int _made;

    public RandomTree(Random random, string home)
    {
        _random = random;
        _home = Directory.CreateDirectory(home).FullName;
        for (int i = 0; i < 12; i++)
        {
            Change();
        }
    }

    /// <summary>Makes a few changes.</summary>
    public void ChangeSome()
    {
        for (int changes = _random.Next(1, 6); changes > 0; changes--)
        {
            Change();
        }
    }

    private void Change()
    {
        Action[] changes = [Add, Add, Duplicate, Append, Overwrite, Remove, Move, AddDirectory, AddLink, AddHardLink, ChangeMode, ChangeTime, AddUnreadableName];
        changes[_random.Next(changes.Length)]();
    }

    private void Add()
    {
        int size = _random.Next(20) switch { 0 => 3 << 20, < 4 => 0, < 12 => _random.Next(200), _ => _random.Next(200_000) };
        File.WriteAllBytes(NewPath(), Bytes(size));
    }

    private void Duplicate()
    {
        if (AnyFile() is { } file)
        {
            File.WriteAllBytes(NewPath(), File.ReadAllBytes(file));
        }
    }

    private void Append()
    {
        if (AnyFile() is { } file)
        {
            File.AppendAllBytes(file, Bytes(_random.Next(1, 1000)));
        }
    }

    private void Overwrite()
    {
        if (AnyFile() is { } file)
        {
            File.WriteAllBytes(file, Bytes((int)new FileInfo(file).Length + 1));
        }
    }

    private void Remove()
    {
        if (Any(Entries()) is { } entry)
        {
            if (IsDirectory(entry))
            {
                Directory.Delete(entry, recursive: true);
            }
            else
            {
                File.Delete(entry);
            }
        }
    }

    private void Move()
    {
        if (AnyFile() is { } file)
        {
            File.Move(file, NewPath());
        }
    }

    private void AddDirectory() => Directory.CreateDirectory(NewPath());

    private void AddLink() => File.CreateSymbolicLink(NewPath(), $"../{_random.Next(10)}");

    private void AddHardLink()
    {
        if (AnyFile() is { } file)
        {
            string path = NewPath();
            using DirectoryHandle from = DirectoryHandle.Open(Path.GetDirectoryName(file)!);
            using DirectoryHandle to = DirectoryHandle.Open(Path.GetDirectoryName(path)!);
            from.Link(NameOf(file), to, NameOf(path));
        }
    }

    private void ChangeMode()
    {
        if (AnyFile() is { } file)
        {
            File.SetUnixFileMode(file, (UnixFileMode)_random.Next(0x180, 0x200));
        }
    }

    private void ChangeTime()
    {
        if (AnyFile() is { } file)
        {
            File.SetLastWriteTimeUtc(file, DateTime.UnixEpoch.AddTicks(_random.NextInt64(TimeSpan.TicksPerDay * 20_000)));
        }
    }

    /// <summary>Writes anew a file whose name is no text, which .NET's own calls don't reach.</summary>
    private void AddUnreadableName()
    {
        using DirectoryHandle home = DirectoryHandle.Open(_home);
        if (home.TryGetStatus(s_bytes, out _))
        {
            home.Remove(s_bytes);
        }

        using FileHandle file = home.CreateFile(s_bytes);
        file.Write(Bytes(_random.Next(1, 100)), 0);
    }

    private string NewPath() => Path.Combine(Any([_home, .. Entries().Where(IsDirectory)])!, $"{s_names[_random.Next(s_names.Length)]}{_made++}");

    private string? AnyFile() => Any(Entries().Where(entry => File.Exists(entry) && new FileInfo(entry).LinkTarget is null));

    /// <summary>What has a readable name, in an order that the seed alone decides.</summary>
    private IEnumerable<string> Entries() => Directory.EnumerateFileSystemEntries(_home, "*", SearchOption.AllDirectories)
        .Where(entry => !entry.Contains('\uFFFD', StringComparison.Ordinal))
        .Order(StringComparer.Ordinal);

    private string? Any(IEnumerable<string> choices)
    {
        string[] all = [.. choices];
        return all.Length == 0 ? null : all[_random.Next(all.Length)];
    }

    private byte[] Bytes(int size)
    {
        byte[] bytes = new byte[size];
        if (_random.Next(2) == 0)
        {
            _random.NextBytes(bytes);
        }

        return bytes;
    }

    private static FileName NameOf(string path) => FileName.FromBytes(Encoding.UTF8.GetBytes(Path.GetFileName(path)));

    private static bool IsDirectory(string path) => File.GetAttributes(path).HasFlag(FileAttributes.Directory) && new DirectoryInfo(path).LinkTarget is null;
}
