using BackupAccess.Engine.Approvals;
using BackupAccess.Engine.Sessions;
using BackupAccess.Engine.Tasks;

namespace BackupAccess.Engine.Operations;

/// <summary>One passage through the door: who, where progress goes, and which approvals are presented.</summary>
internal sealed record Call(Session Session, IProgress<WorkProgress>? Progress, IReadOnlyList<Guid> Approvals)
{
    /// <summary>The act is one of several that a larger change is made of.</summary>
    public bool IsPart { get; init; }

    /// <summary>The task that the act is done by; null for none, and while there is none yet.</summary>
    public TaskRun? Task { get; init; }

    /// <summary>An attempt of the task before this one has used the approvals already.</summary>
    public bool IsApproved => Task?.HasBegun == true;

    /// <summary>The parts of a change that lack an approval. They are made all the same, so that those after them can be judged, and the whole is taken back.</summary>
    public List<FrozenRequest> Lacking { get; } = [];
}
