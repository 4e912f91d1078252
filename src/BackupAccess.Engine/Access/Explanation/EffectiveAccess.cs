
namespace BackupAccess.Engine.Access.Explanation;

/// <summary>One thing that one user may do.</summary>
public sealed record EffectiveAccess
{
    public required string User { get; init; }

    public required string Operation { get; init; }

    /// <summary>What the operation is decided on here; <see cref="TargetKind.None"/> for nothing in particular.</summary>
    public required TargetKind TargetKind { get; init; }

    /// <summary>The object, as <c>web01/alice</c>; null for nothing in particular, or for every one of its kind.</summary>
    public required string? Target { get; init; }

    /// <summary>The role that allows it for longest.</summary>
    public required string Role { get; init; }

    /// <summary>Until when that role allows it, as things are; null for good.</summary>
    public required DateTimeOffset? Until { get; init; }
}
