namespace BackupAccess.Engine.Operations;

/// <summary>Where a piece of long work stands. Totals are null while they aren't known.</summary>
/// <param name="Activity">What is done to what, as <c>Backing up web01/alice</c>.</param>
/// <param name="Stage">The step within it, as <c>Reading files</c>.</param>
public sealed record WorkProgress(string Activity, string Stage, long Files, long? TotalFiles, long Bytes, long? TotalBytes);
