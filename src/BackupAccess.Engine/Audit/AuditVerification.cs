namespace BackupAccess.Engine.Audit;

/// <summary>What the verification of the audit log found.</summary>
public sealed record AuditVerification
{
    /// <summary>Whether the log is whole and as it was written: nothing was found but interruptions.</summary>
    public required bool Passed { get; init; }

    /// <summary>How many events were verified.</summary>
    public required long Events { get; init; }

    /// <summary>The oldest event's number; 0 for an empty log. Those before it were removed by retention.</summary>
    public required long First { get; init; }

    /// <summary>The newest event's number.</summary>
    public required long Last { get; init; }

    /// <summary>Up to which event an exported head proves the log against who holds the whole state folder; null where none was given.</summary>
    public required long? ProvenByHead { get; init; }

    /// <summary>In the order of the events; what is alike and adjoins is one.</summary>
    public required IReadOnlyList<AuditFinding> Findings { get; init; }
}
