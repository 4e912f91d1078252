using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Policies;

namespace BackupAccess.Engine.Backups;

/// <summary>
/// The tags by which a snapshot says which backup it is: <c>backup=UUID</c>, <c>kind=ondemand</c> or <c>scheduled</c>,
/// <c>config=PROFILE/NAME</c> and <c>label=daily</c>. Whoever can write to the repository can write these.
/// </summary>
internal sealed record BackupTags(Guid? Backup, BackupKind Kind, string? Configuration, RetentionLabel? Label)
{
    private const string BackupKey = "backup=";
    private const string ScheduledTag = "kind=scheduled";
    private const string OnDemandTag = "kind=ondemand";
    private const string ConfigurationKey = "config=";
    private const string LabelKey = "label=";
    private const string DefaultConfiguration = "default";

    public static IReadOnlyList<string> Of(Guid backup, BackupPlan plan) =>
    [
        $"{BackupKey}{backup}",
        plan.Kind == BackupKind.Scheduled ? ScheduledTag : OnDemandTag,
        $"{ConfigurationKey}{plan.Configuration ?? DefaultConfiguration}",
        .. plan.Label is { } label ? [$"{LabelKey}{label.ToString().ToLowerInvariant()}"] : Array.Empty<string>(),
    ];

    /// <summary>What tags say; a snapshot that doesn't say it is scheduled isn't part of any rotation.</summary>
    public static BackupTags Read(IReadOnlyList<string>? tags)
    {
        tags ??= [];
        string? configuration = ValueOf(tags, ConfigurationKey);
        return new BackupTags(
            Guid.TryParseExact(ValueOf(tags, BackupKey), "D", out Guid backup) ? backup : null,
            tags.Contains(ScheduledTag) ? BackupKind.Scheduled : BackupKind.OnDemand,
            configuration is null or DefaultConfiguration ? null : Names.Printable(configuration),
            Enum.TryParse(ValueOf(tags, LabelKey), ignoreCase: true, out RetentionLabel label) && Enum.IsDefined(label) ? label : null);
    }

    private static string? ValueOf(IReadOnlyList<string> tags, string key) =>
        tags.FirstOrDefault(tag => tag.StartsWith(key, StringComparison.Ordinal))?[key.Length..];
}
