using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace BackupAccess.Repository.Crypto;

/// <summary>Hashes messages by <see cref="Sha256Lanes"/>, a lane taking the next message when it is through with one.</summary>
internal sealed unsafe class Sha256Many : IDisposable
{
    private const int Lanes = Sha256Lanes.Count;
    private const int TailSize = 2 * Sha256Lanes.BlockSize;

    private readonly Vector512<uint>* _state = (Vector512<uint>*)NativeMemory.AlignedAlloc((nuint)(Sha256Lanes.StateWords * sizeof(Vector512<uint>)), 64);
    private readonly byte* _tails = (byte*)NativeMemory.AlignedAlloc(Lanes * TailSize, 64);
    private readonly Lane[] _lanes = new Lane[Lanes];

    /// <summary>Whether several short messages are hashed faster so than one after the other.</summary>
    public static bool IsSupported => Sha256Lanes.IsSupported;

    /// <summary>Writes the messages' ids. Fastest when the longest come first.</summary>
    public void Hash(ReadOnlySpan<ReadOnlyMemory<byte>> messages, Span<ObjectId> ids)
    {
        if (IsSupported)
        {
            HashInLanes(messages, ids);
            return;
        }

        for (int i = 0; i < messages.Length; i++)
        {
            ids[i] = ObjectId.Of(messages[i].Span);
        }
    }

    public void Dispose()
    {
        NativeMemory.AlignedFree(_state);
        NativeMemory.AlignedFree(_tails);
    }

    private void HashInLanes(ReadOnlySpan<ReadOnlyMemory<byte>> messages, Span<ObjectId> ids)
    {
        byte** positions = stackalloc byte*[Lanes];
        int next = 0;
        for (int i = 0; i < Lanes; i++)
        {
            Begin(i, messages, ref next);
        }

        for (int blocks = Turn(positions); blocks > 0; blocks = Turn(positions))
        {
            Sha256Lanes.Absorb(_state, positions, blocks);
            for (int i = 0; i < Lanes; i++)
            {
                Advance(i, blocks, messages, ids, ref next);
            }
        }
    }

    /// <summary>How many blocks every busy lane has; one that has none reads along with another.</summary>
    private int Turn(byte** positions)
    {
        int blocks = int.MaxValue;
        byte* any = null;
        foreach (ref Lane lane in _lanes.AsSpan())
        {
            if (lane.Blocks > 0)
            {
                blocks = Math.Min(blocks, lane.Blocks);
                any = lane.Position;
            }
        }

        for (int i = 0; i < Lanes; i++)
        {
            positions[i] = _lanes[i].Blocks > 0 ? _lanes[i].Position : any;
        }

        return any is null ? 0 : blocks;
    }

    private void Begin(int index, ReadOnlySpan<ReadOnlyMemory<byte>> messages, ref int next)
    {
        ref Lane lane = ref _lanes[index];
        lane = default;
        if (next == messages.Length)
        {
            return;
        }

        ReadOnlyMemory<byte> message = messages[next];
        lane.Message = next++;
        lane.Pin = message.Pin();
        lane.Position = (byte*)lane.Pin.Pointer;
        lane.Blocks = message.Length / Sha256Lanes.BlockSize;
        lane.TailBlocks = WriteTail(message.Span, new Span<byte>(_tails + (index * TailSize), TailSize));
        for (int word = 0; word < Sha256Lanes.StateWords; word++)
        {
            ((uint*)(_state + word))[index] = Sha256Lanes.InitialState[word];
        }

        if (lane.Blocks == 0)
        {
            EnterTail(index);
        }
    }

    private void Advance(int index, int blocks, ReadOnlySpan<ReadOnlyMemory<byte>> messages, Span<ObjectId> ids, ref int next)
    {
        ref Lane lane = ref _lanes[index];
        if (lane.Blocks == 0)
        {
            return;
        }

        lane.Blocks -= blocks;
        lane.Position += blocks * Sha256Lanes.BlockSize;
        if (lane.Blocks == 0 && lane.TailBlocks > 0)
        {
            EnterTail(index);
        }
        else if (lane.Blocks == 0)
        {
            ids[lane.Message] = ReadId(index);
            lane.Pin.Dispose();
            Begin(index, messages, ref next);
        }
    }

    private void EnterTail(int index)
    {
        ref Lane lane = ref _lanes[index];
        lane.Position = _tails + (index * TailSize);
        lane.Blocks = lane.TailBlocks;
        lane.TailBlocks = 0;
    }

    /// <summary>What is behind the last whole block, a one bit, zeroes and the length in bits; one block or two.</summary>
    private static int WriteTail(ReadOnlySpan<byte> message, Span<byte> tail)
    {
        ReadOnlySpan<byte> rest = message[^(message.Length % Sha256Lanes.BlockSize)..];
        int blocks = rest.Length < Sha256Lanes.BlockSize - sizeof(ulong) ? 1 : 2;
        tail.Clear();
        rest.CopyTo(tail);
        tail[rest.Length] = 0x80;
        BinaryPrimitives.WriteUInt64BigEndian(tail[((blocks * Sha256Lanes.BlockSize) - sizeof(ulong))..], (ulong)message.Length * 8);
        return blocks;
    }

    private ObjectId ReadId(int index)
    {
        Span<byte> hash = stackalloc byte[ObjectId.Size];
        for (int word = 0; word < Sha256Lanes.StateWords; word++)
        {
            BinaryPrimitives.WriteUInt32BigEndian(hash[(word * sizeof(uint))..], ((uint*)(_state + word))[index]);
        }

        return new ObjectId(hash);
    }

    private struct Lane
    {
        public int Message;
        public MemoryHandle Pin;
        public byte* Position;
        public int Blocks;
        public int TailBlocks;
    }
}
