namespace BackupAccess.Engine.VolumeSnapshots;

/// <summary>What snapshots that are made for backups are called.</summary>
internal static class SnapshotName
{
    private const string Prefix = "backupaccess_";
    private const int IdLength = 36;

    /// <summary>A name that no other attempt at the backup has: what is removed late is never another's.</summary>
    public static string Of(Guid backup, Guid attempt) => $"{Prefix}{backup}_{attempt.ToString("N")[^12..]}";

    /// <returns>The backup that a snapshot was made for, in whatever state; null for one that bears no such name.</returns>
    public static Guid? BackupOf(string name) =>
        name.StartsWith(Prefix, StringComparison.Ordinal) && name.Length > Prefix.Length + IdLength && name[Prefix.Length + IdLength] == '_'
        && Guid.TryParseExact(name.AsSpan(Prefix.Length, IdLength), "D", out Guid backup) ? backup : null;
}
