using BackupAccess.Engine.Backups;
using BackupAccess.Engine.DesiredState;
using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Configurations;

/// <summary>What holds for a configuration: of each field what the configuration says, else its profile's text, else the global one.</summary>
internal sealed class EffectiveConfiguration
{
    private readonly (ConfigurationScope Scope, ConfigurationValues Values)[] _texts;

    private EffectiveConfiguration(ConfigurationRow row, (ConfigurationScope, ConfigurationValues)[] texts) => (Row, _texts) = (row, texts);

    public ConfigurationRow Row { get; }

    public string? Connector => Of(values => values.Connector).Value;

    public AccountSelection Accounts => Of(values => values.Accounts).Value ?? AccountSelection.All;

    /// <summary>Empty for all.</summary>
    public IReadOnlyList<BackupItem> Items => Of(values => values.Items).Value ?? [];

    public IReadOnlyList<string> Excludes => Of(values => values.Excludes).Value ?? [];

    public string? Policy => Given(values => values.Policy).Value;

    public IReadOnlyList<string> Schedules => Of(values => values.Schedules).Value ?? [];

    public string? Plugin => Given(values => values.Plugin).Value;

    public RepositoryOptions Repository => Of(values => values.Repository).Value ?? RepositoryOptions.Default;

    public static EffectiveConfiguration Of(StateConnection db, ConfigurationRow row)
    {
        ConfigurationRow?[] rows = [row, ConfigurationStore.Find(db, row.ProfileId!, ""), ConfigurationStore.Global(db)];
        return new EffectiveConfiguration(row, [.. rows.OfType<ConfigurationRow>().Select(text => (text.Scope, ConfigurationReader.ReadSaved(text)))]);
    }

    public IReadOnlyList<EffectiveValue> Show() =>
    [
        Show("connector", Of(values => values.Connector), value => value),
        Show("accounts", Of(values => values.Accounts), value => $"{value}", "all"),
        Show("items", Of(values => values.Items), Join, "all"),
        Show("excludes", Of(values => values.Excludes), Join),
        Show("policy", Given(values => values.Policy), value => value),
        Show("schedules", Of(values => values.Schedules), Join),
        Show("plugin", Given(values => values.Plugin), value => value),
        Show("repository", Of(values => values.Repository), value => $"{value}", "default"),
    ];

    private static string? Join<T>(IReadOnlyList<T> entries) => entries.Count == 0 ? null : string.Join(", ", entries);

    private EffectiveValue Show<T>(string field, (T? Value, ConfigurationScope? Source) held, Func<T, string?> words, string? otherwise = null)
        where T : class => new()
        {
            Configuration = Row.Path,
            Field = field,
            Value = held.Value is null ? otherwise : words(held.Value),
            Source = held.Source,
        };

    private (T? Value, ConfigurationScope? Source) Of<T>(Func<ConfigurationValues, T?> field)
        where T : class
    {
        foreach ((ConfigurationScope scope, ConfigurationValues values) in _texts)
        {
            if (field(values) is { } value)
            {
                return (value, scope);
            }
        }

        return default;
    }

    private (string? Value, ConfigurationScope? Source) Given(Func<ConfigurationValues, Field<string>> field)
    {
        foreach ((ConfigurationScope scope, ConfigurationValues values) in _texts)
        {
            if (field(values) is { IsGiven: true } given)
            {
                return (given.Value, scope);
            }
        }

        return default;
    }
}
