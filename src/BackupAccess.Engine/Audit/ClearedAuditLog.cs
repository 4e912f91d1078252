namespace BackupAccess.Engine.Audit;

/// <summary>What was removed from the audit log.</summary>
public sealed record ClearedAuditLog
{
    /// <summary>How many events.</summary>
    public required long Events { get; init; }

    /// <summary>The oldest one's number; 0 for none.</summary>
    public required long First { get; init; }

    /// <summary>The newest one's number; 0 for none.</summary>
    public required long Last { get; init; }

    /// <summary>What was older than this.</summary>
    public required DateTimeOffset Before { get; init; }
}
