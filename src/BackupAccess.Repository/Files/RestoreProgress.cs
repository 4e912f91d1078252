namespace BackupAccess.Repository.Files;

/// <summary>How far a restore is.</summary>
/// <param name="Files">Files, links and others in place.</param>
/// <param name="Bytes">Content written, in bytes; holes count as written.</param>
/// <param name="Problems">Problems so far.</param>
public readonly record struct RestoreProgress(long Files, long Bytes, int Problems);
