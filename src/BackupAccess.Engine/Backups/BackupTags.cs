using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Backups;

/// <summary>
/// The tags by which a snapshot says which backup it is: <c>backup=UUID</c>, <c>kind=ondemand</c> or <c>scheduled</c>,
/// and <c>config=NAME</c>. Whoever can write to the repository can write these.
/// </summary>
internal sealed record BackupTags(Guid? Backup, BackupKind Kind, string? Configuration)
{
    private const string BackupKey = "backup=";
    private const string ScheduledTag = "kind=scheduled";
    private const string OnDemandTag = "kind=ondemand";
    private const string ConfigurationKey = "config=";
    private const string DefaultConfiguration = "default";

    public static IReadOnlyList<string> OnDemand(Guid backup) => [$"{BackupKey}{backup}", OnDemandTag, $"{ConfigurationKey}{DefaultConfiguration}"];

    /// <summary>What tags say; a snapshot that doesn't say it is scheduled isn't part of any rotation.</summary>
    public static BackupTags Read(IReadOnlyList<string>? tags)
    {
        tags ??= [];
        string? configuration = ValueOf(tags, ConfigurationKey);
        return new BackupTags(
            Guid.TryParseExact(ValueOf(tags, BackupKey), "D", out Guid backup) ? backup : null,
            tags.Contains(ScheduledTag) ? BackupKind.Scheduled : BackupKind.OnDemand,
            configuration is null or DefaultConfiguration ? null : Names.Printable(configuration));
    }

    private static string? ValueOf(IReadOnlyList<string> tags, string key) =>
        tags.FirstOrDefault(tag => tag.StartsWith(key, StringComparison.Ordinal))?[key.Length..];
}
