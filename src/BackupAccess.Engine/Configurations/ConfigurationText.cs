using BackupAccess.Engine.DesiredState;

namespace BackupAccess.Engine.Configurations;

/// <summary>Writes what a configuration says as YAML, in one way for all that say the same.</summary>
internal static class ConfigurationText
{
    private static readonly string[] s_fields = ["connector", "accounts", "items", "excludes", "policy", "schedules", "plugin", "repository"];

    /// <summary>The YAML of a configuration that says this.</summary>
    public static string Of(ConfigurationValues values) =>
        string.Concat(FieldsOf(values).Where(field => field.Value is not null).Select(field => $"{field.Key}: {field.Value}\n"));

    /// <summary>Every field there is with its value in YAML's flow style; null for one that isn't given.</summary>
    public static IReadOnlyDictionary<string, string?> FieldsOf(ConfigurationValues values)
    {
        string?[] written =
        [
            Text(values.Connector),
            values.Accounts is { } accounts ? Map(("names", List(accounts.Names)), ("tags", List(accounts.Tags)), ("owners", List(accounts.Owners))) : null,
            values.Items is null ? null : $"[{string.Join(", ", values.Items)}]",
            List(values.Excludes),
            Given(values.Policy),
            List(values.Schedules),
            Given(values.Plugin),
            values.Repository is { } repository ? Map(("prune", Flag(repository.Prune)), ("reread", Flag(repository.Reread)), ("oneFileSystem", Flag(repository.OneFileSystem))) : null,
        ];
        return s_fields.Zip(written).ToDictionary(field => field.First, field => field.Second, StringComparer.Ordinal);
    }

    private static string? Text(string? text) => text is null ? null : ConfigurationEdit.Quoted(text);

    private static string? Given(Field<string> field) => field.IsGiven ? Text(field.Value) ?? "null" : null;

    private static string? List(IReadOnlyList<string>? entries) => entries is null ? null : $"[{string.Join(", ", entries.Select(ConfigurationEdit.Quoted))}]";

    private static string? Flag(bool flag) => flag ? "true" : null;

    private static string Map(params (string Name, string? Value)[] fields)
    {
        string inner = string.Join(", ", fields.Where(field => field.Value is not null).Select(field => $"{field.Name}: {field.Value}"));
        return inner.Length == 0 ? "{}" : $"{{ {inner} }}";
    }
}
