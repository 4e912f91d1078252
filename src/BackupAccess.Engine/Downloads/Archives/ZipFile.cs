using System.IO.Compression;
using BackupAccess.Repository.Trees;

namespace BackupAccess.Engine.Downloads.Archives;

/// <summary>
/// A zip archive, with modes and symbolic links as Info-ZIP has them. The format knows no hard links, which become files of
/// their own, and no times to less than two seconds or before 1980.
/// </summary>
internal sealed class ZipFile(Stream output) : IArchive
{
    private const uint File = 0x8000;
    private const uint Directory = 0x4000;
    private const uint Symlink = 0xA000;
    private const int DosDirectory = 0x10;

    private static readonly DateTimeOffset s_first = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset s_last = new(2107, 12, 31, 23, 59, 58, TimeSpan.Zero);

    private readonly ZipArchive _zip = new(output, ZipArchiveMode.Create, leaveOpen: true);

    public async Task<string?> AddAsync(TreePath path, Node node, Func<Stream, Task> content, CancellationToken cancellationToken)
    {
        if (TypeOf(node) is not { } type)
        {
            return $"it is a {node.Type.ToString().ToLowerInvariant()}";
        }

        if (ArchivePath.TextOf(ArchivePath.BytesOf(path, node)) is not { } name)
        {
            return "its name is no UTF-8, which is all that a zip archive takes";
        }

        // To some readers a backslash separates folders.
        if (name.Contains('\\', StringComparison.Ordinal))
        {
            return "a backslash in its name separates folders for some readers of zip archives";
        }

        ZipArchiveEntry entry = _zip.CreateEntry(name, CompressionLevel.Optimal);
        entry.LastWriteTime = TimeOf(node);
        entry.ExternalAttributes = unchecked((int)((type | ArchivePath.ModeOf(node)) << 16)) | (type == Directory ? DosDirectory : 0);
        if (type != Directory)
        {
            Stream stream = await entry.OpenAsync(cancellationToken).ConfigureAwait(false);
            await using (stream.ConfigureAwait(false))
            {
                await (type == Symlink ? stream.WriteAsync(node.LinkTarget, cancellationToken).AsTask() : content(stream)).ConfigureAwait(false);
            }
        }

        return null;
    }

    public ValueTask DisposeAsync() => _zip.DisposeAsync();

    private static uint? TypeOf(Node node) => node.Type switch
    {
        NodeType.File => File,
        NodeType.Dir => Directory,
        NodeType.Symlink => Symlink,
        _ => null,
    };

    private static DateTimeOffset TimeOf(Node node)
    {
        DateTimeOffset time = node.ModifiedTime.ToDateTimeOffset();
        return time < s_first ? s_first : time > s_last ? s_last : time.ToLocalTime();
    }
}
