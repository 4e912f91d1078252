namespace BackupAccess.Engine.Settings;

/// <summary>A setting that is on or off.</summary>
internal sealed class FlagSetting(string name, bool initial, string description) : SettingDefinition<bool>(name, SettingKind.Flag, initial, description)
{
    protected override bool Parse(IReadOnlyList<string> value) =>
        value is [var one] && bool.TryParse(one, out bool flag) ? flag : throw Refuse("true or false");

    protected override IReadOnlyList<string> Format(bool value) => [value ? "true" : "false"];
}
