using System.Text;
using BackupAccess.Repository.Trees;

namespace BackupAccess.Engine.Downloads.Archives;

/// <summary>Paths and modes as archives hold them.</summary>
internal static class ArchivePath
{
    private const uint WithoutSetId = 0x3FF;

    private static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The path's bytes; a directory's ends with a slash.</summary>
    public static byte[] BytesOf(TreePath path, Node node)
    {
        byte[] bytes = new byte[path.ByteLength + (node.Type == NodeType.Dir ? 1 : 0)];
        path.CopyTo(bytes);
        if (node.Type == NodeType.Dir)
        {
            bytes[^1] = (byte)'/';
        }

        return bytes;
    }

    /// <summary>The bytes as text; null where they are no UTF-8.</summary>
    public static string? TextOf(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return s_strict.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    /// <summary>The permission bits and the sticky one; never set-uid or set-gid.</summary>
    public static uint ModeOf(Node node) => node.Mode.Permissions & WithoutSetId;
}
