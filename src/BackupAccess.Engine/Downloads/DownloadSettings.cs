using System.Globalization;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Settings;
using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Downloads;

/// <summary>How long downloads are kept, how often each is handed out, and how many an account has at once.</summary>
internal static class DownloadSettings
{
    private const long MicrosecondsAnHour = 3_600_000_000L;

    private static readonly NumberSetting s_ttl = new(
        "download.ttlHours", initial: 72, least: 1, most: 8760, "Hours after which a download is deleted.");

    private static readonly NumberSetting s_fetches = new(
        "download.fetches", initial: 10, least: 0, most: 10_000, "How often a download may be fetched; 0 for any number of times.");

    private static readonly NumberSetting s_perAccount = new(
        "download.perAccount", initial: 10, least: 1, most: 1000, "How many downloads of an account there may be at once.");

    public static IReadOnlyList<SettingDefinition> All { get; } = [s_ttl, s_fetches, s_perAccount];

    /// <summary>When a download that is made now expires.</summary>
    public static long ExpiryAt(StateConnection db, long now) => now + (s_ttl.Read(db) * MicrosecondsAnHour);

    public static int Fetches(StateConnection db) => s_fetches.Read(db);

    /// <exception cref="ConflictException">The account has as many as it may.</exception>
    public static void RequireRoom(StateConnection db, AccountRow account, long now)
    {
        int most = s_perAccount.Read(db);
        if (DownloadStore.Count(db, account.Id, now) >= most)
        {
            throw new ConflictException("QuotaExceeded", string.Create(CultureInfo.InvariantCulture, $"\"{account.Path}\" has {most} downloads, which is all that it may have at once."));
        }
    }
}
