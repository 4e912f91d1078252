using BackupAccess.Engine.Leases;

namespace BackupAccess.Engine.Schedules;

/// <summary>A row of the table of runs.</summary>
internal sealed record ScheduleRunRow(
    string Id,
    string ScheduleId,
    long Number,
    long? Moment,
    long DueAt,
    string? AskedBy,
    long? StartedAt,
    string? Holder,
    long ExpiresAt,
    string? Process,
    long? EndedAt,
    long Skipped,
    string? Message)
{
    /// <summary>Whether nobody has it, or who had it is no more.</summary>
    public bool IsFree(long now) => EndedAt is null && (Holder is null || new LeaseRow(Holder, nameof(ScheduleRun), ExpiresAt, Renewals: 0).IsOver(now));
}
