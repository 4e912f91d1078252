using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Backups;

/// <summary>A row of the backup table.</summary>
internal sealed record BackupRow(
    string Id,
    string AccountId,
    string Snapshot,
    string Kind,
    string? Configuration,
    long CreatedAt,
    string Items,
    long Files,
    long Size,
    long Added,
    long ProblemCount,
    string Problems,
    string? LockedBy,
    string? LockedById,
    long? LockedAt,
    string? LockReason,
    long? LockedUntil,
    long? RemovingAt = null)
{
    public Guid Guid => Guid.Parse(Id);

    /// <summary>Locked, and the lock hasn't ended.</summary>
    public bool IsLocked(long now) => LockedAt is not null && now < (LockedUntil ?? UnixTime.Never);

    public Backup Show(AccountRow account, long now) => new()
    {
        Id = Guid,
        Account = account.Path,
        AccountId = account.Guid,
        Created = CreatedAt.ToTime(),
        Kind = Enum.Parse<BackupKind>(Kind),
        Configuration = Configuration,
        Items = [.. JsonText.ToList(Items).Select(Enum.Parse<BackupItem>)],
        Files = Files,
        Size = Size,
        Added = Added,
        ProblemCount = ProblemCount,
        Problems = JsonText.ToList(Problems),
        Lock = IsLocked(now) ? new BackupLock(LockedBy!, LockedAt!.Value.ToTime(), LockReason, LockedUntil.ToTime()) : null,
        Snapshot = Snapshot,
    };
}
