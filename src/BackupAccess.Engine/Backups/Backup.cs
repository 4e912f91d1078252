using BackupAccess.Engine.Policies;

namespace BackupAccess.Engine.Backups;

/// <summary>One account at one time.</summary>
public sealed record Backup
{
    public required Guid Id { get; init; }

    /// <summary>As <c>web01/alice</c>.</summary>
    public required string Account { get; init; }

    public required Guid AccountId { get; init; }

    public required DateTimeOffset Created { get; init; }

    public required BackupKind Kind { get; init; }

    /// <summary>The configuration it was made by, else null.</summary>
    public required string? Configuration { get; init; }

    /// <summary>By which rule of its configuration's policy it stays; null for one on demand.</summary>
    public RetentionLabel? Label { get; init; }

    public required IReadOnlyList<BackupItem> Items { get; init; }

    public required long Files { get; init; }

    /// <summary>Bytes of the files backed up.</summary>
    public required long Size { get; init; }

    /// <summary>Bytes the repository grew by.</summary>
    public required long Added { get; init; }

    /// <summary>Something couldn't be read or changed meanwhile; see <see cref="Problems"/>.</summary>
    public bool Partial => ProblemCount > 0;

    public required long ProblemCount { get; init; }

    /// <summary>The first hundred problems, each naming its file.</summary>
    public required IReadOnlyList<string> Problems { get; init; }

    /// <summary>The lock that takes it out of rotation, else null.</summary>
    public required BackupLock? Lock { get; init; }

    /// <summary>The legal hold that takes it out of rotation, else null; a lock may stand beside it.</summary>
    public BackupLock? Hold { get; init; }

    public bool Locked => Lock is not null || Hold is not null;

    /// <summary>The snapshot's id in the repository, 64 hexadecimal digits.</summary>
    public required string Snapshot { get; init; }

    /// <summary>What somebody has written about it, else null.</summary>
    public string? Note { get; init; }

    public override string ToString() => $"{Account} {Created:yyyy-MM-dd HH:mm:ss}Z";
}
