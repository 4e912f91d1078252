using System.Globalization;

namespace BackupAccess.Engine.Settings;

/// <summary>A setting that is a whole number within bounds.</summary>
internal sealed class NumberSetting(string name, int initial, int least, int most, string description, bool guarded = false) : SettingDefinition<int>(name, SettingKind.Number, initial, description)
{
    public override bool IsGuarded => guarded;

    protected override int Parse(IReadOnlyList<string> value) =>
        value is [var one] && int.TryParse(one, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) && number >= least && number <= most
            ? number
            : throw Refuse(string.Create(CultureInfo.InvariantCulture, $"a number from {least} to {most}"));

    protected override IReadOnlyList<string> Format(int value) => [value.ToString(CultureInfo.InvariantCulture)];
}
