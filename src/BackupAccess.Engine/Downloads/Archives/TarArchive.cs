using System.Globalization;
using System.IO.Compression;
using BackupAccess.Repository;
using BackupAccess.Repository.Trees;

namespace BackupAccess.Engine.Downloads.Archives;

/// <summary>
/// A tar archive under gzip. Written here and not by System.Formats.Tar, whose names are text: a name on Linux is bytes, and
/// whose entries need a stream that can be sought.
/// </summary>
internal sealed class TarArchive(Stream output) : IArchive
{
    private const int EndBlocks = 2;

    private static readonly byte[] s_zeros = new byte[TarHeader.Size * EndBlocks];

    private readonly GZipStream _gzip = new(output, CompressionLevel.Optimal, leaveOpen: true);
    private readonly Dictionary<(ulong DeviceId, ulong Inode), (byte[] Path, Node Node)> _links = [];
    private bool _isWhole = true;

    public async Task<string?> AddAsync(TreePath path, Node node, Func<Stream, Task> content, CancellationToken cancellationToken)
    {
        byte[] name = ArchivePath.BytesOf(path, node);
        byte[]? link = node.Type == NodeType.Symlink ? node.LinkTarget.ToArray() : FirstNameOf(node, name);
        if (KindOf(node, isLink: link is not null) is not { } kind)
        {
            return $"it is a {node.Type.ToString().ToLowerInvariant()}";
        }

        _isWhole = false;
        long size = kind == '0' ? checked((long)node.Size) : 0;
        await WriteHeaderAsync(name, link ?? [], kind, size, node, cancellationToken).ConfigureAwait(false);
        if (kind == '0')
        {
            await content(_gzip).ConfigureAwait(false);
            await PadAsync(size, cancellationToken).ConfigureAwait(false);
        }

        _isWhole = true;
        return null;
    }

    public async ValueTask DisposeAsync()
    {
        if (_isWhole)
        {
            await _gzip.WriteAsync(s_zeros).ConfigureAwait(false);
        }

        await _gzip.DisposeAsync().ConfigureAwait(false);
    }

    private static char? KindOf(Node node, bool isLink) => node.Type switch
    {
        NodeType.File => isLink ? '1' : '0',
        NodeType.Symlink => '2',
        NodeType.Dir => '5',
        NodeType.Fifo => '6',
        _ => null,
    };

    /// <summary>The name under which a hard-linked file is in the archive already; null where this is its first, or it only looks like one.</summary>
    private byte[]? FirstNameOf(Node node, byte[] name)
    {
        if (node.Type != NodeType.File || node.Links < 2)
        {
            return null;
        }

        (ulong, ulong) key = (node.DeviceId, node.Inode);
        if (_links.TryGetValue(key, out (byte[] Path, Node Node) first))
        {
            return first.Node.Size == node.Size && (first.Node.Content ?? []).SequenceEqual(node.Content ?? Array.Empty<ObjectId>()) ? first.Path : null;
        }

        _links.Add(key, (name, node));
        return null;
    }

    private async Task WriteHeaderAsync(byte[] name, byte[] link, char kind, long size, Node node, CancellationToken cancellationToken)
    {
        FileTime time = node.ModifiedTime == FileTime.None ? new FileTime(0, 0, 0) : node.ModifiedTime;
        PaxRecords pax = PaxOf(name, link, size, node, time);
        if (!pax.IsEmpty)
        {
            byte[] records = pax.ToArray();
            TarHeader before = new() { Name = "PaxHeader"u8.ToArray(), Kind = 'x', Length = records.Length };
            await _gzip.WriteAsync(before.ToBytes(), cancellationToken).ConfigureAwait(false);
            await _gzip.WriteAsync(records, cancellationToken).ConfigureAwait(false);
            await PadAsync(records.Length, cancellationToken).ConfigureAwait(false);
        }

        TarHeader header = new()
        {
            Name = name,
            Kind = kind,
            Length = size,
            Mode = ArchivePath.ModeOf(node),
            Uid = node.Uid,
            Gid = node.Gid,
            Time = time.Seconds,
            Link = link,
            User = node.User,
            Group = node.Group,
        };
        await _gzip.WriteAsync(header.ToBytes(), cancellationToken).ConfigureAwait(false);
    }

    private static PaxRecords PaxOf(byte[] name, byte[] link, long size, Node node, FileTime time)
    {
        PaxRecords pax = new();
        if (name.Length > TarHeader.LongestName || !System.Text.Ascii.IsValid(name))
        {
            pax.AddPath("path", name);
        }

        if (link.Length > TarHeader.LongestName || !System.Text.Ascii.IsValid(link))
        {
            pax.AddPath("linkpath", link);
        }

        if (size > TarHeader.LargestSize)
        {
            pax.Add("size", size.ToString(CultureInfo.InvariantCulture));
        }

        AddId(pax, "uid", node.Uid);
        AddId(pax, "gid", node.Gid);
        if (time.Nanoseconds != 0 || time.Seconds is < 0 or > TarHeader.LargestTime)
        {
            pax.Add("mtime", TextOf(time));
        }

        return pax;
    }

    private static void AddId(PaxRecords pax, string key, uint id)
    {
        if (id > TarHeader.LargestId)
        {
            pax.Add(key, id.ToString(CultureInfo.InvariantCulture));
        }
    }

    /// <summary>Decimal seconds; nanoseconds count forward also before 1970, digits after a minus backward.</summary>
    private static string TextOf(FileTime time)
    {
        bool isBackward = time.Seconds < 0 && time.Nanoseconds != 0;
        long seconds = isBackward ? -(time.Seconds + 1) : time.Seconds;
        int nanoseconds = isBackward ? 1_000_000_000 - time.Nanoseconds : time.Nanoseconds;
        return string.Create(CultureInfo.InvariantCulture, $"{(isBackward ? "-" : "")}{seconds}.{nanoseconds:d9}");
    }

    private ValueTask PadAsync(long length, CancellationToken cancellationToken) =>
        _gzip.WriteAsync(s_zeros.AsMemory(0, (int)(-length & (TarHeader.Size - 1))), cancellationToken);
}
