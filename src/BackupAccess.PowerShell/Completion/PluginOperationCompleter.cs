using BackupAccess.Engine.Plugins;

namespace BackupAccess.PowerShell.Completion;

/// <summary>Offers what the plug-in named before can be asked for by hand.</summary>
internal sealed class PluginOperationCompleter : BkCompleter
{
    private protected override IEnumerable<Suggestion> Suggest(CompletionQuery query) =>
        query.List(new ListPlugins(query.BoundText("Plugin") is { } name ? [name] : []))
            .SelectMany(plugin => plugin.Askable)
            .Distinct(StringComparer.Ordinal)
            .Where(operation => operation.StartsWith(query.Text, StringComparison.OrdinalIgnoreCase))
            .Select(operation => new Suggestion(operation, ""));
}
