namespace BackupAccess.Engine.Settings;

/// <summary>A setting that is one text, or none.</summary>
/// <param name="takes">What the text is, for who enters another thing.</param>
/// <param name="normalize">The text as it is kept; null where it can't be one.</param>
internal class TextSetting(string name, string takes, Func<string, string?> normalize, string description)
    : SettingDefinition<string?>(name, SettingKind.Text, null, description)
{
    protected sealed override string? Parse(IReadOnlyList<string> value) => value switch
    {
        [] or [""] => null,
        [var one] => normalize(one) ?? throw Refuse(takes),
        _ => throw Refuse(takes),
    };

    protected sealed override IReadOnlyList<string> Format(string? value) => value is null ? [] : [value];
}
