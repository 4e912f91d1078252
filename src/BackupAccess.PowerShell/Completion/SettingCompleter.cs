using BackupAccess.Engine.Settings;

namespace BackupAccess.PowerShell.Completion;

/// <summary>Offers the names of settings.</summary>
internal sealed class SettingCompleter : BkCompleter
{
    private protected override IEnumerable<Suggestion> Suggest(CompletionQuery query) =>
        query.List(new ListSettings([query.Pattern])).Select(setting => new Suggestion(setting.Name, setting.Description));
}
