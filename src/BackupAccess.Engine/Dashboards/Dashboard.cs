using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Tasks;

namespace BackupAccess.Engine.Dashboards;

/// <summary>How backups stand, of the accounts that the caller may see.</summary>
public sealed record Dashboard
{
    public required DateTimeOffset Time { get; init; }

    /// <summary>How old the newest backup of a protected account may be, in days.</summary>
    public required int Days { get; init; }

    /// <summary>Live accounts.</summary>
    public required int Accounts { get; init; }

    /// <summary>Those with a backup that is young enough.</summary>
    public required int Protected { get; init; }

    /// <summary>The others, those without any backup first, then the oldest.</summary>
    public required IReadOnlyList<AccountProtection> Unprotected { get; init; }

    /// <summary>Those whose newest backup lacks something.</summary>
    public required IReadOnlyList<AccountProtection> Partial { get; init; }

    /// <summary>Those whose backups took most room.</summary>
    public required IReadOnlyList<AccountProtection> Largest { get; init; }

    /// <summary>Accounts that are gone and have backups.</summary>
    public required int Orphans { get; init; }

    /// <summary>Backups of live accounts and orphans.</summary>
    public required long Backups { get; init; }

    /// <summary>Bytes that the newest backups of live accounts hold.</summary>
    public required long Size { get; init; }

    /// <summary>Bytes that all backups added to the repositories.</summary>
    public required long Added { get; init; }

    public required IReadOnlyList<Backup> Last { get; init; }

    /// <summary>Tasks that failed within these days, the last first.</summary>
    public required IReadOnlyList<WorkTask> Failed { get; init; }

    public required IReadOnlyList<WorkTask> Running { get; init; }

    public required int Queued { get; init; }

    /// <summary>The last thirty days, the earliest first.</summary>
    public required IReadOnlyList<BackupDay> History { get; init; }
}
