using System.Management.Automation;
using BackupAccess.Engine.Plugins;
using BackupAccess.PowerShell.Access;
using BackupAccess.PowerShell.Binding;
using BackupAccess.PowerShell.Completion;

namespace BackupAccess.PowerShell.Plugins.Commands;

/// <summary>Lists plug-ins.</summary>
[Cmdlet(VerbsCommon.Get, "BkPlugin")]
[OutputType(typeof(Plugin))]
public sealed class GetBkPluginCommand : BkQueryCmdlet
{
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [Alias("Plugin")]
    [ArgumentCompleter(typeof(PluginCompleter))]
    [NamedObject]
    [ValidateNotNullOrEmpty]
    public ObjectName[] Name { get; set; } = [];

    protected override void ProcessRecord()
    {
        string[] names = [.. Name.Select(name => name.Text)];
        Attempt(Only(Name), () => EmitNamed("plug-in", names, List(new ListPlugins(names)), (plugin, name) => IsNamed(plugin.Name, null, name)));
    }
}
