using BackupAccess.Engine.Backups;

namespace BackupAccess.Engine.Configurations;

/// <summary>Fields of a configuration to be written; null for those that are left as they are, an empty list or text for those that are taken out.</summary>
public sealed record ConfigurationFields
{
    public string? Connector { get; init; }

    /// <summary>Names and patterns of accounts. Any of these, the tags and the owners being given replaces the whole selection.</summary>
    public IReadOnlyList<string>? AccountNames { get; init; }

    public IReadOnlyList<string>? Tags { get; init; }

    public IReadOnlyList<string>? Owners { get; init; }

    public IReadOnlyList<BackupItem>? Items { get; init; }

    public IReadOnlyList<string>? Excludes { get; init; }

    public string? Policy { get; init; }

    public IReadOnlyList<string>? Schedules { get; init; }

    public string? Plugin { get; init; }

    /// <summary>A text with these fields, which is otherwise as it was, comments and all.</summary>
    /// <exception cref="Operations.InvalidRequestException">The text is written in braces, where no line is one field's.</exception>
    public string WriteInto(string text)
    {
        foreach ((string field, IReadOnlyList<string>? lines) in Lines())
        {
            text = lines is null ? text : ConfigurationEdit.Set(text, field, lines);
        }

        return text;
    }

    private IEnumerable<(string Field, IReadOnlyList<string>? Lines)> Lines() =>
    [
        ("connector", Line("connector", Connector)),
        ("accounts", Accounts()),
        ("items", List("items", Items?.Select(item => $"{item}"), "")),
        ("excludes", List("excludes", Excludes, "")),
        ("policy", Line("policy", Policy)),
        ("schedules", List("schedules", Schedules, "")),
        ("plugin", Line("plugin", Plugin)),
    ];

    private IReadOnlyList<string>? Accounts()
    {
        if (AccountNames is null && Tags is null && Owners is null)
        {
            return null;
        }

        string[] lines = [.. List("names", AccountNames, "  ") ?? [], .. List("tags", Tags, "  ") ?? [], .. List("owners", Owners, "  ") ?? []];
        return lines.Length == 0 ? [] : ["accounts:", .. lines];
    }

    private static IReadOnlyList<string>? Line(string field, string? value) => value switch
    {
        null => null,
        "" => [],
        _ => [$"{field}: {ConfigurationEdit.Quoted(value)}"],
    };

    private static IReadOnlyList<string>? List(string field, IEnumerable<string>? values, string indent)
    {
        string[]? all = values?.ToArray();
        return all is null or [] ? all : [$"{indent}{field}: [{string.Join(", ", all.Select(ConfigurationEdit.Quoted))}]"];
    }
}
