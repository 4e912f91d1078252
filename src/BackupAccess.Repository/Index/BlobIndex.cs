using System.Runtime.InteropServices;
using BackupAccess.Repository.Packs;

namespace BackupAccess.Repository.Index;

/// <summary>
/// Where every blob lies, in memory: entries of 48 bytes in flat segments, and a table of entry numbers with open
/// addressing on the id's own bits; less than 60 bytes a blob. Safe for concurrent use.
/// </summary>
internal sealed class BlobIndex
{
    private const int SegmentBits = 12;
    private const int SegmentSize = 1 << SegmentBits;

    private readonly Lock _gate = new();
    private readonly List<Entry[]> _segments = [];
    private readonly List<ObjectId> _packs = [];
    private readonly Dictionary<ObjectId, int> _packNumbers = [];
    private int[] _slots = new int[64];
    private int _count;

    /// <summary>Number of places of blobs; a blob in two packs has two.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _count;
            }
        }
    }

    /// <summary>Adds a pack's blobs; what is there already isn't added twice.</summary>
    public void Add(ObjectId pack, IReadOnlyList<PackedBlob> blobs)
    {
        lock (_gate)
        {
            int number = NumberOf(pack);
            foreach (PackedBlob blob in blobs)
            {
                Add(new Entry(blob, number));
            }
        }
    }

    public bool Contains(BlobHandle blob)
    {
        lock (_gate)
        {
            return Find(blob, SlotOf(blob.Id)) >= 0;
        }
    }

    /// <summary>A number for the blob, from 0 to below <see cref="Count"/>, that is its own for as long as the index lives; -1 when it isn't there.</summary>
    public int NumberOf(BlobHandle blob)
    {
        lock (_gate)
        {
            int slot = Find(blob, SlotOf(blob.Id));
            return slot >= 0 ? _slots[slot] - 1 : -1;
        }
    }

    /// <summary>One place of a blob.</summary>
    public bool TryLocate(BlobHandle blob, out BlobLocation location)
    {
        lock (_gate)
        {
            int slot = Find(blob, SlotOf(blob.Id));
            location = slot >= 0 ? LocationAt(slot) : default;
            return slot >= 0;
        }
    }

    /// <summary>All places of a blob.</summary>
    public List<BlobLocation> Locate(BlobHandle blob)
    {
        List<BlobLocation> locations = [];
        lock (_gate)
        {
            for (int slot = Find(blob, SlotOf(blob.Id)); slot >= 0; slot = Find(blob, (slot + 1) & (_slots.Length - 1)))
            {
                locations.Add(LocationAt(slot));
            }
        }

        return locations;
    }

    /// <summary>The blobs that have several places.</summary>
    public HashSet<BlobHandle> ListDuplicates()
    {
        HashSet<BlobHandle> duplicates = [];
        lock (_gate)
        {
            for (int i = 0; i < _count; i++)
            {
                BlobHandle blob = EntryAt(i).Blob.Handle;
                if (_slots[Find(blob, SlotOf(blob.Id))] - 1 != i)
                {
                    duplicates.Add(blob);
                }
            }
        }

        return duplicates;
    }

    /// <summary>Every pack with its blobs in the pack's order.</summary>
    public Dictionary<ObjectId, List<PackedBlob>> ListPacks() => ListPacks(static _ => true);

    /// <summary>The packs that are wanted, with their blobs in the pack's order.</summary>
    public Dictionary<ObjectId, List<PackedBlob>> ListPacks(Func<ObjectId, bool> isWanted)
    {
        lock (_gate)
        {
            bool[] wanted = [.. _packs.Select(isWanted)];
            List<PackedBlob>[] blobs = new List<PackedBlob>[_packs.Count];
            for (int i = 0; i < _count; i++)
            {
                ref readonly Entry entry = ref EntryAt(i);
                if (wanted[entry.Pack])
                {
                    (blobs[entry.Pack] ??= []).Add(entry.Blob);
                }
            }

            Dictionary<ObjectId, List<PackedBlob>> packs = new(_packs.Count);
            for (int i = 0; i < blobs.Length; i++)
            {
                if (!wanted[i])
                {
                    continue;
                }

                blobs[i] ??= [];
                blobs[i].Sort((a, b) => a.Offset.CompareTo(b.Offset));
                packs.Add(_packs[i], blobs[i]);
            }

            return packs;
        }
    }

    private int NumberOf(ObjectId pack)
    {
        ref int number = ref CollectionsMarshal.GetValueRefOrAddDefault(_packNumbers, pack, out bool isKnown);
        if (!isKnown)
        {
            number = _packs.Count;
            _packs.Add(pack);
        }

        return number;
    }

    private void Add(in Entry entry)
    {
        int slot = SlotOf(entry.Id);
        for (; _slots[slot] != 0; slot = (slot + 1) & (_slots.Length - 1))
        {
            if (EntryAt(_slots[slot] - 1).Equals(entry))
            {
                return;
            }
        }

        if (_count == _segments.Count * SegmentSize)
        {
            _segments.Add(new Entry[SegmentSize]);
        }

        EntryAt(_count) = entry;
        _slots[slot] = ++_count;
        if (_count > _slots.Length / 4 * 3)
        {
            Grow();
        }
    }

    private void Grow()
    {
        _slots = new int[_slots.Length * 2];
        for (int i = 0; i < _count; i++)
        {
            int slot = SlotOf(EntryAt(i).Id);
            while (_slots[slot] != 0)
            {
                slot = (slot + 1) & (_slots.Length - 1);
            }

            _slots[slot] = i + 1;
        }
    }

    private int SlotOf(ObjectId id) => id.GetHashCode() & (_slots.Length - 1);

    /// <summary>The next slot from <paramref name="slot"/> on that holds the blob, or -1.</summary>
    private int Find(BlobHandle blob, int slot)
    {
        for (; _slots[slot] != 0; slot = (slot + 1) & (_slots.Length - 1))
        {
            ref readonly Entry entry = ref EntryAt(_slots[slot] - 1);
            if (entry.Id == blob.Id && entry.Type == blob.Type)
            {
                return slot;
            }
        }

        return -1;
    }

    private BlobLocation LocationAt(int slot)
    {
        ref readonly Entry entry = ref EntryAt(_slots[slot] - 1);
        return entry.Blob.In(_packs[entry.Pack]);
    }

    private ref Entry EntryAt(int number) => ref _segments[number >> SegmentBits][number & (SegmentSize - 1)];

    /// <summary>48 bytes: the blob, and its pack's number with the blob's kind in the lowest bit.</summary>
    private readonly record struct Entry
    {
        private readonly uint _packAndType;
        private readonly uint _offset;
        private readonly uint _length;
        private readonly uint _uncompressedLength;

        public Entry(PackedBlob blob, int pack)
        {
            Id = blob.Handle.Id;
            _packAndType = ((uint)pack << 1) | (uint)blob.Handle.Type;
            _offset = blob.Offset;
            _length = blob.Length;
            _uncompressedLength = blob.UncompressedLength;
        }

        public ObjectId Id { get; }

        public int Pack => (int)(_packAndType >> 1);

        public BlobType Type => (BlobType)(_packAndType & 1);

        public PackedBlob Blob => new(new BlobHandle(Type, Id), _offset, _length, _uncompressedLength);
    }
}
