using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.State;

/// <summary>
/// The key that seals what must be readable again. It lies in a file beside the database, or comes from a command, and
/// never in the database. Another process may change it: sealing always takes the newest, and opening what doesn't open
/// looks for a newer one.
/// </summary>
internal sealed class StateKey
{
    private readonly Lock _lock = new();
    private readonly IKeySource _source;
    private byte[] _stamp = [];
    private KeyRing? _ring;

    private StateKey(IKeySource source) => _source = source;

    /// <summary>Whether the key can be changed.</summary>
    public bool IsReplaceable => _source.IsWritable;

    /// <summary>Makes a key in a new file.</summary>
    public static StateKey Create(string path)
    {
        using (PrivateFile.Create(path))
        {
        }

        StateKey key = new(new KeyFile(path));
        key.Replace(new KeyRing(SealingKey.Create(), Previous: null));
        return key;
    }

    /// <exception cref="StateException">The file holds no key.</exception>
    public static StateKey Read(string path) => Load(new KeyFile(path));

    /// <exception cref="StateException">There is no key, or it can't be had.</exception>
    public static StateKey Load(IKeySource source)
    {
        StateKey key = new(source);
        key.ReadRing();
        return key;
    }

    /// <summary>Seals under the newest key. What is to be kept is sealed within the transaction that writes it: during that the key doesn't change.</summary>
    /// <param name="plain">The secret.</param>
    /// <param name="purpose">What it is and whose; opening needs the same.</param>
    public byte[] Seal(ReadOnlySpan<byte> plain, string purpose) => ReadRing().Current.Seal(plain, purpose);

    /// <summary>A key for something else than sealing, for what need not outlast the newest key.</summary>
    public byte[] Derive(string purpose) => ReadRing().Current.Derive(purpose);

    /// <exception cref="StateException">It was sealed under another key or for another purpose, or was changed.</exception>
    public Secret Open(ReadOnlySpan<byte> box, string purpose)
    {
        if (!SealingKey.IsBox(box))
        {
            throw new StateException("StateDamaged", $"The sealed {purpose} is not in a known form.");
        }

        KeyRing known = _ring!;
        return TryOpen(known, box, purpose)
            ?? (ReadRing() is var newest && newest != known ? TryOpen(newest, box, purpose) : null)
            ?? throw new StateException("StateDamaged", $"The sealed {purpose} doesn't open with the state's key.");
    }

    /// <summary>Whether something is sealed under the newest key already.</summary>
    public bool IsNewest(ReadOnlySpan<byte> box, string purpose)
    {
        using Secret? opened = SealingKey.IsBox(box) ? ReadRing().Current.TryOpen(box, purpose) : null;
        return opened is not null;
    }

    /// <summary>The keys as they are now.</summary>
    /// <exception cref="StateException">They can't be had.</exception>
    public KeyRing ReadRing()
    {
        lock (_lock)
        {
            byte[] stamp = _source.ReadStamp();
            if (_ring is null || !stamp.AsSpan().SequenceEqual(_stamp))
            {
                _ring = _source.Read();
                _stamp = stamp;
            }

            return _ring;
        }
    }

    /// <summary>Puts other keys in place of these, within an immediate transaction.</summary>
    public void Replace(KeyRing ring)
    {
        lock (_lock)
        {
            _source.Write(ring);
            _stamp = [];
            ReadRing();
        }
    }

    private static Secret? TryOpen(KeyRing ring, ReadOnlySpan<byte> box, string purpose) =>
        ring.Current.TryOpen(box, purpose) ?? ring.Previous?.TryOpen(box, purpose);
}
