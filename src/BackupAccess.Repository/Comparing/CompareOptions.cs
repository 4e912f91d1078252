namespace BackupAccess.Repository.Comparing;

/// <summary>What a comparison tells.</summary>
public sealed record CompareOptions
{
    /// <summary>What was added, removed, or has other content or another type.</summary>
    public static CompareOptions Content { get; } = new();

    /// <summary>Everything that trees say.</summary>
    public static CompareOptions Everything { get; } = new() { IncludesMetadata = true };

    /// <summary>Whether <see cref="TreeDifferenceKind.MetadataChanged"/> is told.</summary>
    public bool IncludesMetadata { get; init; }
}
