namespace BackupAccess.Engine.Settings;

/// <summary>A setting that is a list of texts, each once.</summary>
/// <param name="takes">What an entry is, for who enters another thing.</param>
/// <param name="normalize">The entry as it is kept; null where it can't be one.</param>
internal class ListSetting(string name, string takes, Func<string, string?> normalize, string description)
    : SettingDefinition<IReadOnlyList<string>>(name, SettingKind.List, [], description)
{
    protected sealed override IReadOnlyList<string> Parse(IReadOnlyList<string> value) =>
        [.. value.Select(entry => normalize(entry) ?? throw Refuse(takes)).Distinct(StringComparer.Ordinal)];

    protected sealed override IReadOnlyList<string> Format(IReadOnlyList<string> value) => value;
}
