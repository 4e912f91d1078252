namespace BackupAccess.Repository.Searching;

/// <summary>Where a path stands in each pattern of a search.</summary>
internal sealed class SearchPosition(ulong[] patterns) : IEquatable<SearchPosition>
{
    /// <summary>Below what matches: everything does.</summary>
    public static SearchPosition Matched { get; } = new([]);

    /// <summary>Positions, in the patterns' order.</summary>
    public IReadOnlyList<ulong> Patterns => patterns;

    /// <summary>Whether nothing here or below can match.</summary>
    public bool IsHopeless => patterns.Length > 0 && !patterns.AsSpan().ContainsAnyExcept(0UL);

    public bool Equals(SearchPosition? other) => other is not null && patterns.AsSpan().SequenceEqual(other.Patterns as ulong[]);

    public override bool Equals(object? obj) => Equals(obj as SearchPosition);

    public override int GetHashCode()
    {
        HashCode hash = default;
        foreach (ulong positions in patterns)
        {
            hash.Add(positions);
        }

        return hash.ToHashCode();
    }
}
