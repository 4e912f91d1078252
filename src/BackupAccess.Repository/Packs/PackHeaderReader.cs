using System.Buffers.Binary;
using BackupAccess.Repository.Crypto;
using BackupAccess.Repository.Storage;

namespace BackupAccess.Repository.Packs;

/// <summary>Reads the list of blobs from a pack itself, for when no index tells it.</summary>
internal sealed class PackHeaderReader(RepositoryContext context)
{
    /// <summary>Read in the hope that the header is within: that of some 400 blobs.</summary>
    private const int Guess = 16 * 1024;

    /// <exception cref="RepositoryDamagedException">The pack has no readable header, or one that doesn't fit the pack.</exception>
    /// <exception cref="ObjectNotFoundException">The pack is gone.</exception>
    public async Task<List<PackedBlob>> ReadAsync(StoredObject pack, CancellationToken cancellationToken)
    {
        byte[] end = await ReadEndAsync(pack, (int)Math.Min(Guess, pack.Size), cancellationToken).ConfigureAwait(false);
        uint length = end.Length < PackHeader.LengthFieldSize ? 0 : BinaryPrimitives.ReadUInt32LittleEndian(end.AsSpan(end.Length - PackHeader.LengthFieldSize));
        long whole = length + (long)PackHeader.LengthFieldSize;
        if (length < MasterKey.Overhead || whole > pack.Size || length > PackHeader.LargestSize)
        {
            throw Damaged(pack);
        }

        if (whole > end.Length)
        {
            end = await ReadEndAsync(pack, (int)whole, cancellationToken).ConfigureAwait(false);
        }

        return PackHeader.Open(end.AsSpan(end.Length - (int)whole, (int)length), context.Key, pack.Size - whole) ?? throw Damaged(pack);
    }

    private async Task<byte[]> ReadEndAsync(StoredObject pack, int length, CancellationToken cancellationToken)
    {
        byte[] end = new byte[length];
        await context.Storage.GetRangeAsync(pack.Name, pack.Size - length, end, cancellationToken).ConfigureAwait(false);
        return end;
    }

    private static RepositoryDamagedException Damaged(StoredObject pack) => new($"{pack.Name}", "its header can't be read");
}
