using System.Runtime.Versioning;
using System.Security.Cryptography;
using BackupAccess.Repository.Files;
using BackupAccess.Repository.Files.Linux;
using BackupAccess.Repository.Trees;

namespace BackupAccess.Repository.Tests.Files;

/// <summary>What two directories are compared by.</summary>
[SupportedOSPlatform("linux")]
internal static class TreeDescription
{
    /// <summary>Everything below a directory as one line per entry: type, mode, owner, size, mtime, link structure, attributes, content.</summary>
    public static string[] Of(string directory)
    {
        using DirectoryHandle root = DirectoryHandle.Open(directory);
        List<string> lines = [];
        Describe(root, TreePath.Root, lines, []);
        return [.. lines];
    }

    private static void Describe(DirectoryHandle directory, TreePath path, List<string> lines, Dictionary<FileIdentity, TreePath> seen)
    {
        foreach (FileName name in directory.ListNames())
        {
            using FileHandle file = directory.Pin(name);
            FileStatus status = file.GetStatus();
            TreePath child = path.Append(name);
            string content = status.Type switch
            {
                NodeType.File when seen.TryAdd(status.Identity, child) => ContentOf(directory, name),
                NodeType.File => $"the same file as {seen[status.Identity]}",
                NodeType.Symlink => Convert.ToHexString(file.ReadLink()),
                _ => "",
            };
            long size = status.Type == NodeType.File ? status.Size : 0;
            string permissions = Convert.ToString(status.Permissions, 8);
            lines.Add($"{child}|{status.Type}|{permissions}|{status.Uid}:{status.Gid}|{size}|{status.Modified}|{status.Device}|{AttributesOf(file)}|{content}");
            if (status.Type == NodeType.Dir)
            {
                using DirectoryHandle below = directory.OpenDirectory(name);
                Describe(below, child, lines, seen);
            }
        }
    }

    private static string AttributesOf(FileHandle file) => string.Join(',', file.ReadAttributes(out _)
        .OrderBy(attribute => attribute.Name, StringComparer.Ordinal)
        .Select(attribute => $"{attribute.Name}={Convert.ToHexString(attribute.Value!)}"));

    private static string ContentOf(DirectoryHandle directory, FileName name)
    {
        using FileHandle file = directory.OpenFile(name);
        byte[] buffer = new byte[1 << 20];
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        long offset = 0;
        for (int read = file.Read(buffer, 0); read > 0; read = file.Read(buffer, offset))
        {
            hash.AppendData(buffer, 0, read);
            offset += read;
        }

        return Convert.ToHexString(hash.GetHashAndReset());
    }
}
