using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Approvals;

/// <summary>The requests' SQL.</summary>
internal static class ApprovalStore
{
    private const string Select = """
        SELECT id AS Id, requester_id AS RequesterId, requester AS Requester, operation AS Operation, subject_kind AS SubjectKind,
               subject_id AS SubjectId, subject_name AS SubjectName, request AS Request, parameters AS Parameters, targets AS Targets,
               created_at AS CreatedAt, expires_at AS ExpiresAt, decision AS Decision, decided_by_id AS DecidedById,
               decided_by AS DecidedBy, decided_at AS DecidedAt, reason AS Reason, used_at AS UsedAt
        FROM approval
        """;

    public static ApprovalRow? Find(StateConnection db, Guid id) =>
        db.QueryFirst<ApprovalRow>($"{Select} WHERE id = @id", new { id = id.ToString() });

    /// <summary>Newest first.</summary>
    public static IReadOnlyList<ApprovalRow> All(StateConnection db) => db.Query<ApprovalRow>($"{Select} ORDER BY created_at DESC, id DESC");

    /// <summary>A requester's requests that may still be run, newest first.</summary>
    public static IReadOnlyList<ApprovalRow> OpenOf(StateConnection db, string? requesterId, string requester, long now) => db.Query<ApprovalRow>(
        $"""
        {Select}
        WHERE requester = @requester AND coalesce(requester_id, '') = coalesce(@requesterId, '')
          AND used_at IS NULL AND coalesce(decision, 'Approved') = 'Approved' AND expires_at > @now
        ORDER BY created_at DESC, id DESC
        """,
        new { requester, requesterId, now });

    public static void Insert(StateConnection db, ApprovalRow approval) => db.Execute(
        """
        INSERT INTO approval (id, requester_id, requester, operation, subject_kind, subject_id, subject_name, request, parameters, targets, created_at, expires_at)
        VALUES (@Id, @RequesterId, @Requester, @Operation, @SubjectKind, @SubjectId, @SubjectName, @Request, @Parameters, @Targets, @CreatedAt, @ExpiresAt)
        """,
        new
        {
            approval.Id,
            approval.RequesterId,
            approval.Requester,
            approval.Operation,
            approval.SubjectKind,
            approval.SubjectId,
            approval.SubjectName,
            approval.Request,
            approval.Parameters,
            approval.Targets,
            approval.CreatedAt,
            approval.ExpiresAt,
        });

    public static void Decide(StateConnection db, ApprovalRow approval) => db.Execute(
        """
        UPDATE approval SET decision = @Decision, decided_by_id = @DecidedById, decided_by = @DecidedBy, decided_at = @DecidedAt, reason = @Reason
        WHERE id = @Id
        """,
        new { approval.Id, approval.Decision, approval.DecidedById, approval.DecidedBy, approval.DecidedAt, approval.Reason });

    public static void Use(StateConnection db, ApprovalRow approval, long now) =>
        db.Execute("UPDATE approval SET used_at = @now WHERE id = @Id", new { approval.Id, now });
}
