using BackupAccess.Repository.Crypto;

namespace BackupAccess.Repository.Packs;

/// <summary>Opens small blobs and then proves them together, which takes half as long as one by one. Holds pooled memory; for one thread at a time.</summary>
internal sealed class BlobGroup(MasterKey key) : IDisposable
{
    /// <summary>Larger ones would leave most lanes idle at the end.</summary>
    private const int LargestBlob = 256 * 1024;
    private const int Room = BlobRun.LargestLength;

    private readonly BlobDecoder _decoder = new(key);
    private readonly Sha256Many _hashes = new();
    private readonly List<Member> _members = [];
    private byte[] _room = [];
    private int _used;

    /// <summary>Whether blobs of that size are better opened together, on this machine.</summary>
    public static bool Takes(PackedBlob blob) => Sha256Many.IsSupported && blob.PlainLength <= LargestBlob;

    public bool HasRoomFor(PackedBlob blob) => _used + blob.PlainLength <= Room;

    /// <summary>Decrypts and decompresses a blob; nothing is known of its content until <see cref="Prove"/>.</summary>
    /// <param name="blob">What it should be; there is room for it.</param>
    /// <param name="pack">Where it lies.</param>
    /// <param name="stored">Its bytes as they lie in the pack; they are the group's until it is cleared, and of no use afterwards.</param>
    /// <exception cref="RepositoryDamagedException">It doesn't open.</exception>
    public void Open(PackedBlob blob, ObjectId pack, Memory<byte> stored)
    {
        _room = _room.Length == 0 ? BlobBuffers.Rent(Room) : _room;
        ReadOnlyMemory<byte> content = _decoder.OpenInPlace(blob, pack, stored, _room.AsMemory(_used, (int)blob.PlainLength));
        _members.Add(new Member(blob, pack, content));

        // What lies in the pack uncompressed needs no room; it counts all the same, so that a group isn't too large for the cache.
        _used += (int)blob.PlainLength;
    }

    /// <summary>Hashes what was opened and empties the group.</summary>
    /// <param name="take">Given each blob whose content is what was saved under its id.</param>
    /// <param name="refuse">Given each other.</param>
    public void Prove(BlobConsumer take, Action<PackedBlob, RepositoryDamagedException> refuse)
    {
        _members.Sort(static (a, b) => b.Content.Length.CompareTo(a.Content.Length));
        ReadOnlyMemory<byte>[] contents = [.. _members.Select(member => member.Content)];
        ObjectId[] ids = new ObjectId[contents.Length];
        _hashes.Hash(contents, ids);
        for (int i = 0; i < ids.Length; i++)
        {
            PackedBlob blob = _members[i].Blob;
            if (ids[i] == blob.Handle.Id)
            {
                take(blob.Handle, contents[i].Span);
            }
            else
            {
                refuse(blob, BlobDecoder.Mismatch(blob, _members[i].Pack));
            }
        }

        _members.Clear();
        _used = 0;
    }

    public void Dispose()
    {
        _decoder.Dispose();
        _hashes.Dispose();
        BlobDecoder.Return(ref _room);
    }

    private readonly record struct Member(PackedBlob Blob, ObjectId Pack, ReadOnlyMemory<byte> Content);
}
