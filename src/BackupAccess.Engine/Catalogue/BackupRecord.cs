using BackupAccess.Engine.Backups;
using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Catalogue;

/// <summary>A backup as its account's record tells it: whole, so that it is known where its snapshot is damaged. Times are microseconds since 1970.</summary>
internal sealed record BackupRecord(
    Guid Id,
    string Snapshot,
    string Kind,
    string? Configuration,
    long CreatedAt,
    IReadOnlyList<string> Items,
    long Files,
    long Size,
    long Added,
    long ProblemCount,
    IReadOnlyList<string> Problems,
    string? LockedBy,
    Guid? LockedById,
    long? LockedAt,
    string? LockReason,
    long? LockedUntil,
    string? HeldBy = null,
    Guid? HeldById = null,
    long? HeldAt = null,
    string? HoldReason = null,
    long? HeldUntil = null)
{
    public static BackupRecord Of(BackupRow backup) => new(
        backup.Guid,
        backup.Snapshot,
        backup.Kind,
        backup.Configuration,
        backup.CreatedAt,
        JsonText.ToList(backup.Items),
        backup.Files,
        backup.Size,
        backup.Added,
        backup.ProblemCount,
        JsonText.ToList(backup.Problems),
        backup.LockedBy,
        backup.LockedById is null ? null : Guid.Parse(backup.LockedById),
        backup.LockedAt,
        backup.LockReason,
        backup.LockedUntil,
        backup.HeldBy,
        backup.HeldById is null ? null : Guid.Parse(backup.HeldById),
        backup.HeldAt,
        backup.HoldReason,
        backup.HeldUntil);

    public BackupRow ToRow(Guid account) => new(
        Id.ToString(),
        account.ToString(),
        Snapshot,
        Kind,
        Configuration,
        CreatedAt,
        JsonText.FromList(Items),
        Files,
        Size,
        Added,
        ProblemCount,
        JsonText.FromList(Problems),
        LockedBy,
        LockedById?.ToString(),
        LockedAt,
        LockReason,
        LockedUntil,
        RemovingAt: null,
        HeldBy,
        HeldById?.ToString(),
        HeldAt,
        HoldReason,
        HeldUntil);
}
