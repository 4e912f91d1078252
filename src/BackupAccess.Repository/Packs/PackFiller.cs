using System.Buffers;

namespace BackupAccess.Repository.Packs;

/// <summary>Puts blobs of one kind into packs, one pack after the other.</summary>
/// <param name="uploader">Gives the packs' memory and takes whole packs.</param>
internal sealed class PackFiller(PackUploader uploader)
{
    private readonly Lock _gate = new();
    private OpenPack? _open;

    /// <summary>Writes a blob of <paramref name="length"/> bytes; <paramref name="write"/> is called at once with the room for it.</summary>
    /// <remarks>When <paramref name="write"/> throws, the pack never becomes whole: the writer has failed.</remarks>
    public void Append<TState>(BlobHandle blob, int length, int uncompressedLength, TState state, SpanAction<byte, TState> write)
        where TState : allows ref struct
    {
        OpenPack pack;
        Memory<byte> room;
        lock (_gate)
        {
            if (_open is not null && !_open.HasRoomFor(length))
            {
                CloseOpenPack();
            }

            // Waits here, and all who save blobs of this kind with it, while as many packs as are allowed are under way.
            pack = _open ??= new OpenPack(uploader.RentBuffer(OpenPack.CapacityFor(length)));
            room = pack.Reserve(blob, length, uncompressedLength);
            if (pack.IsFull)
            {
                CloseOpenPack();
            }
        }

        write(room.Span, state);
        FinishPart(pack);
    }

    /// <summary>Sends the open pack off, whatever its size.</summary>
    public void Flush()
    {
        lock (_gate)
        {
            CloseOpenPack();
        }
    }

    private void CloseOpenPack()
    {
        if (_open is not null)
        {
            FinishPart(_open);
            _open = null;
        }
    }

    private void FinishPart(OpenPack pack)
    {
        if (pack.Finish())
        {
            uploader.Start(pack);
        }
    }
}
