namespace BackupAccess.Repository.Checking;

/// <summary>
/// One of several parts of a repository's packs, told by the first byte of their ids as restic's
/// <c>check --read-data-subset=n/t</c> tells them: each pack is in exactly one part, for good.
/// </summary>
public sealed record PackSubset
{
    /// <summary>As many as the first byte of an id can tell.</summary>
    public const int MaxParts = 256;

    /// <param name="part">Which part, from 1 on.</param>
    /// <param name="parts">How many there are, 1 to 256.</param>
    public PackSubset(int part, int parts)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(parts, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(parts, MaxParts);
        ArgumentOutOfRangeException.ThrowIfLessThan(part, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(part, parts);
        (Part, Parts) = (part, parts);
    }

    public int Part { get; }

    public int Parts { get; }

    public bool Contains(ObjectId pack) => pack.FirstByte % Parts == Part - 1;

    public override string ToString() => $"{Part}/{Parts}";
}
