namespace BackupAccess.Engine.Access.Explanation;

/// <summary>An operation that a user may do and has not done for a while.</summary>
public sealed record UnusedOperation
{
    public required string User { get; init; }

    public required string Operation { get; init; }

    /// <summary>The roles that hold it.</summary>
    public required IReadOnlyList<string> Roles { get; init; }

    /// <summary>When the user last did it; null where the audit log has no such event.</summary>
    public required DateTimeOffset? LastUsed { get; init; }
}
