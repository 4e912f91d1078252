using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Settings;

/// <summary>A setting that is a list of globs in order, where the last that matches decides.</summary>
internal sealed class ExcludesSetting(string name, string description)
    : SettingDefinition<IReadOnlyList<string>>(name, SettingKind.List, [], description)
{
    /// <exception cref="InvalidRequestException">A glob can't be one.</exception>
    protected override IReadOnlyList<string> Parse(IReadOnlyList<string> value)
    {
        AccountRules.RequireValidExcludes(value);
        return value;
    }

    protected override IReadOnlyList<string> Format(IReadOnlyList<string> value) => value;
}
