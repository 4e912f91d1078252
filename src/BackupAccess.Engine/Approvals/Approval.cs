namespace BackupAccess.Engine.Approvals;

/// <summary>A request for a second person's approval, and what became of it. Holds no secret.</summary>
public sealed record Approval
{
    public required Guid Id { get; init; }

    public required ApprovalState State { get; init; }

    /// <summary>Who asks: a user's name, or <c>local:NAME</c>.</summary>
    public required string Requester { get; init; }

    public required string Operation { get; init; }

    /// <summary>The kind of object, lower case; null for none.</summary>
    public required string? ObjectKind { get; init; }

    public required string? ObjectId { get; init; }

    public required string? ObjectName { get; init; }

    /// <summary>The rest of the request, as <c>until: 2026-12-31</c>; a secret is named and not told.</summary>
    public required IReadOnlyList<string> Parameters { get; init; }

    public required DateTimeOffset Created { get; init; }

    /// <summary>Until when it can be approved and run.</summary>
    public required DateTimeOffset Expires { get; init; }

    /// <summary>Who approved or denied it; null while nobody has.</summary>
    public required string? DecidedBy { get; init; }

    public required DateTimeOffset? Decided { get; init; }

    /// <summary>Why it was denied, as said by who did.</summary>
    public required string? Reason { get; init; }

    public required DateTimeOffset? Used { get; init; }

    public override string ToString() => Id.ToString();
}
