using BackupAccess.Engine.Sessions;
using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Approvals;

/// <summary>A row of the approval table.</summary>
internal sealed record ApprovalRow(
    string Id,
    string? RequesterId,
    string Requester,
    string Operation,
    string? SubjectKind,
    string? SubjectId,
    string? SubjectName,
    string Request,
    string Parameters,
    string Targets,
    long CreatedAt,
    long ExpiresAt,
    string? Decision,
    string? DecidedById,
    string? DecidedBy,
    long? DecidedAt,
    string? Reason,
    long? UsedAt)
{
    public const string Approved = nameof(ApprovalState.Approved);
    public const string Denied = nameof(ApprovalState.Denied);

    public Guid Guid => Guid.Parse(Id);

    /// <summary>As <c>deleteBackup on web01/alice</c>.</summary>
    public string Name => SubjectName is null ? Operation : $"{Operation} on {SubjectName}";

    /// <summary>A user is told by id, the local principal by its name.</summary>
    public bool IsOf(Guid userId, string name) => RequesterId is null ? userId == Guid.Empty && Requester == name : Guid.Parse(RequesterId) == userId;

    public bool IsOf(Session session) => IsOf(session.UserId, session.Name);

    public ApprovalState StateAt(long now) =>
        UsedAt is not null ? ApprovalState.Used
        : Decision == Denied ? ApprovalState.Denied
        : now >= ExpiresAt ? ApprovalState.Expired
        : Decision == Approved ? ApprovalState.Approved
        : ApprovalState.Pending;

    public Approval Show(long now) => new()
    {
        Id = Guid,
        State = StateAt(now),
        Requester = Requester,
        Operation = Operation,
        ObjectKind = SubjectKind,
        ObjectId = SubjectId,
        ObjectName = SubjectName,
        Parameters = JsonText.ToList(Parameters),
        Created = CreatedAt.ToTime(),
        Expires = ExpiresAt.ToTime(),
        DecidedBy = DecidedBy,
        Decided = DecidedAt.ToTime(),
        Reason = Reason,
        Used = UsedAt.ToTime(),
    };
}
