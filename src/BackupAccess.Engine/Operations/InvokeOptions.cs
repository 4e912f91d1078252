namespace BackupAccess.Engine.Operations;

/// <summary>What goes along with a request.</summary>
public sealed record InvokeOptions
{
    /// <summary>Takes how far the work is; null when nobody asks.</summary>
    public IProgress<WorkProgress>? Progress { get; init; }

    /// <summary>The approved requests by which the caller acts, where the operation needs one.</summary>
    public IReadOnlyList<Guid> Approvals { get; init; } = [];
}
