using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Policies;
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
    long? RemovingAt = null,
    string? HeldBy = null,
    string? HeldById = null,
    long? HeldAt = null,
    string? HoldReason = null,
    long? HeldUntil = null,
    string? ItemCounts = null,
    string? Label = null,
    string? ConfigurationId = null,
    string? Note = null)
{
    public Guid Guid => Guid.Parse(Id);

    /// <summary>Whether another program made it.</summary>
    public bool IsForeign => Kind == nameof(BackupKind.Foreign);

    public IReadOnlyList<BackupItem> ItemList => [.. JsonText.ToList(Items).Select(Enum.Parse<BackupItem>)];

    /// <summary>The counts of its items, in their order.</summary>
    public IReadOnlyList<ItemCount> CountsOfItems => ItemCounts is null ? [.. ItemList.Select(_ => new ItemCount(Files, Size))] : ItemCount.Read(ItemCounts);

    /// <summary>What a path is looked for in where no item is named.</summary>
    public BackupItem MainItem => IsForeign ? BackupItem.Files : BackupItem.HomeDirectory;

    /// <summary>Out of rotation: by a lock or by a legal hold that hasn't ended.</summary>
    public bool IsLocked(long now) => HasLock(now) || HasHold(now);

    public bool HasLock(long now) => LockedAt is not null && now < (LockedUntil ?? UnixTime.Never);

    public bool HasHold(long now) => HeldAt is not null && now < (HeldUntil ?? UnixTime.Never);

    /// <summary>Whether it has reached an age in days; 0 days are never over.</summary>
    public bool IsOlderThan(int days, long now) => days > 0 && now - CreatedAt >= (long)TimeSpan.FromDays(days).TotalMicroseconds;

    /// <summary>Who took it out of rotation; the hold is named before the lock, since it outlasts it.</summary>
    public string? HolderAt(long now) => HasHold(now) ? HeldBy : LockedBy;

    /// <summary>The same with problems that came of it besides.</summary>
    public BackupRow With(IReadOnlyList<string> problems) => this with
    {
        ProblemCount = ProblemCount + problems.Count,
        Problems = JsonText.FromList([.. problems, .. JsonText.ToList(Problems)]),
    };

    public Backup Show(AccountRow account, long now) => new()
    {
        Id = Guid,
        Account = account.Path,
        AccountId = account.Guid,
        Created = CreatedAt.ToTime(),
        Kind = Enum.Parse<BackupKind>(Kind),
        Configuration = Configuration,
        Label = Label is null ? null : Enum.Parse<RetentionLabel>(Label),
        Items = ItemList,
        Files = Files,
        Size = Size,
        Added = Added,
        ProblemCount = ProblemCount,
        Problems = JsonText.ToList(Problems),
        Lock = HasLock(now) ? new BackupLock(LockedBy!, LockedAt!.Value.ToTime(), LockReason, LockedUntil.ToTime()) : null,
        Hold = HasHold(now) ? new BackupLock(HeldBy!, HeldAt!.Value.ToTime(), HoldReason, HeldUntil.ToTime()) : null,
        Snapshot = Snapshot,
        Note = Note,
    };
}
