using System.Text;
using BackupAccess.Engine.Connectors;
using BackupAccess.Engine.DesiredState;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Policies;
using BackupAccess.Engine.Profiles;
using BackupAccess.Engine.Schedules;
using BackupAccess.Engine.Settings;

namespace BackupAccess.Engine.Configurations;

/// <summary>What holds for every text that is saved.</summary>
internal static class ConfigurationRules
{
    /// <summary>Reads a text that is to be saved, and what it names.</summary>
    /// <exception cref="InvalidStateException">It isn't right, or names what the caller doesn't know.</exception>
    /// <param name="context">The caller's.</param>
    /// <param name="path">What the text is called.</param>
    /// <param name="text">The text.</param>
    /// <param name="profile">The profile whose schedules it names; null for the global text, which names those of each.</param>
    public static ConfigurationValues Require(OperationContext context, string path, string text, string? profile)
    {
        List<StateFinding> findings = [];
        ConfigurationValues values = ConfigurationReader.Read(path, text, findings);
        if (values.Connector is { } connector)
        {
            RequireKnown(findings, path, text, "connector", connector, ConnectorLookup.TryFind(context, new ConnectorReference(connector)) is not null, []);
        }

        if (values.Policy.Value is { } policy)
        {
            string[] policies = [.. PolicyLookup.Known(context).Select(known => known.Name)];
            RequireKnown(findings, path, text, "policy", policy, policies.Contains(policy, StringComparer.OrdinalIgnoreCase), policies);
        }

        if (profile is not null)
        {
            RequireSchedules(context, findings, path, text, profile, values.Schedules ?? []);
        }

        ConfigurationReader.Require(findings);
        return values;
    }

    private static void RequireSchedules(OperationContext context, List<StateFinding> findings, string path, string text, string profile, IReadOnlyList<string> schedules)
    {
        foreach (string schedule in schedules.Where(schedule => ScheduleStore.Find(context.Db, profile, schedule) is null))
        {
            RequireKnown(findings, path, text, "schedules", schedule, isKnown: false, ScheduleStore.All(context.Db).Where(known => known.ProfileId == profile).Select(known => known.Name));
        }
    }

    /// <exception cref="InvalidRequestException">A text is too long.</exception>
    public static void RequireLength(string text)
    {
        if (Encoding.UTF8.GetByteCount(text) > ConfigurationFiles.MaxBytes)
        {
            throw new InvalidRequestException("InvalidValue", $"A configuration has at most {ConfigurationFiles.MaxBytes} bytes.");
        }
    }

    /// <exception cref="ConflictException">Backups on demand are taken by it.</exception>
    public static void RequireUnused(OperationContext context, ConfigurationRow row)
    {
        if (string.Equals(KnownSettings.OnDemandConfiguration.Read(context.Db), row.Path, StringComparison.OrdinalIgnoreCase))
        {
            throw new ConflictException("ConfigurationInUse", $"The setting \"{KnownSettings.OnDemandConfiguration.Name}\" names \"{row.Path}\".");
        }
    }

    /// <summary>The names of a profile's files that are what is saved, or go with what was.</summary>
    public static IReadOnlySet<string> FilesThatShow(OperationContext context, ProfileRow profile, IEnumerable<ConfigurationRow> rows) => rows
        .Where(row => ConfigurationFiles.StateOf(context.Services, row) == ConfigurationFileState.Saved)
        .Select(ConfigurationFiles.RelativePathOf)
        .Concat(ConfigurationFileStore.Due(context.Db).Where(due => ConfigurationFiles.IsAsWritten(context.Services, due)).Select(due => due.Path))
        .Where(path => path.StartsWith($"{profile.Name}/", StringComparison.Ordinal))
        .Select(path => Path.GetFileName(path))
        .ToHashSet(StringComparer.Ordinal);

    /// <summary>As the text is saved by the caller, for the first time or again.</summary>
    public static ConfigurationRow SavedBy(OperationContext context, ConfigurationRow row, string text) => row with
    {
        Text = text,
        SavedById = context.Session.UserId == Guid.Empty ? null : context.Session.UserId.ToString(),
        SavedBy = context.Session.Name,
        SavedAt = context.Now,
        Revision = row.Revision + 1,
    };

    private static void RequireKnown(List<StateFinding> findings, string path, string text, string field, string name, bool isKnown, IEnumerable<string> known)
    {
        if (isKnown)
        {
            return;
        }

        Position at = ConfigurationEdit.PositionOf(path, text, field);
        string nearest = NearestName.Of(name, known) is { } near ? $" Is \"{near}\" meant?" : "";
        findings.Add(new StateFinding(path, at.Line, at.Column, "NotFound", $"There is no {field.TrimEnd('s')} \"{Names.Printable(name)}\".{nearest}"));
    }
}
