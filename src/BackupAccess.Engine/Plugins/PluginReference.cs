namespace BackupAccess.Engine.Plugins;

/// <summary>Names a plug-in, or is one.</summary>
public sealed record PluginReference
{
    public PluginReference(string plugin) => Text = plugin ?? throw new ArgumentNullException(nameof(plugin));

    public PluginReference(Plugin plugin)
    {
        ArgumentNullException.ThrowIfNull(plugin);
        Text = plugin.Name;
    }

    public string Text { get; }

    public override string ToString() => Text;
}
