namespace BackupAccess.Engine.Schedules.Recurrences;

/// <summary>A time during which a zone's clocks have one offset.</summary>
/// <param name="Start">Its first moment, UTC.</param>
/// <param name="End">The first moment after it, UTC.</param>
/// <param name="Offset">From UTC to the wall clock.</param>
/// <param name="Before">The offset before it.</param>
internal readonly record struct ZoneSpan(DateTime Start, DateTime End, TimeSpan Offset, TimeSpan Before)
{
    /// <summary>By how much the clocks were put forward at its beginning; below zero where they were put back.</summary>
    public TimeSpan Shift => Offset - Before;
}
