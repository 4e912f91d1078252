using BackupAccess.Engine.Plugins;

namespace BackupAccess.PowerShell.Completion;

/// <summary>Offers the names of plug-ins.</summary>
internal sealed class PluginCompleter : BkCompleter
{
    private protected override IEnumerable<Suggestion> Suggest(CompletionQuery query) =>
        query.List(new ListPlugins([query.Pattern])).Select(plugin => new Suggestion(plugin.Name, plugin.Path));
}
