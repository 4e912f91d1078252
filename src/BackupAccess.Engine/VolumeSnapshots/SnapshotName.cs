namespace BackupAccess.Engine.VolumeSnapshots;

/// <summary>What snapshots that are made for backups are called.</summary>
internal static class SnapshotName
{
    private const string Prefix = "backupaccess_";

    public static string Of(Guid backup) => $"{Prefix}{backup}";

    /// <returns>The backup that a snapshot was made for, in whatever state; null for one that bears no such name.</returns>
    public static Guid? BackupOf(string name) =>
        name.StartsWith(Prefix, StringComparison.Ordinal) && Guid.TryParseExact(name[Prefix.Length..], "D", out Guid backup) ? backup : null;
}
