using System.Text;
using BackupAccess.Engine.Connectors;
using BackupAccess.Engine.DesiredState;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Policies;
using BackupAccess.Engine.Settings;

namespace BackupAccess.Engine.Configurations;

/// <summary>What holds for every text that is saved.</summary>
internal static class ConfigurationRules
{
    /// <summary>Reads a text that is to be saved, and what it names.</summary>
    /// <exception cref="InvalidStateException">It isn't right, or names what the caller doesn't know.</exception>
    public static ConfigurationValues Require(OperationContext context, string path, string text)
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

        ConfigurationReader.Require(findings);
        return values;
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

    /// <summary>The names of the files that are what is saved.</summary>
    public static IReadOnlySet<string> FilesThatShow(EngineServices services, IEnumerable<ConfigurationRow> rows) => rows
        .Where(row => ConfigurationFiles.StateOf(services, row) == ConfigurationFileState.Saved)
        .Select(row => Path.GetFileName(ConfigurationFiles.RelativePathOf(row)))
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
        findings.Add(new StateFinding(path, at.Line, at.Column, "NotFound", $"There is no {field} \"{Names.Printable(name)}\".{nearest}"));
    }
}
