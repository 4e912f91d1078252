using System.Collections;
using System.Globalization;
using System.Management.Automation;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Configurations;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Plugins;
using BackupAccess.PowerShell.Access;
using BackupAccess.PowerShell.Binding;
using BackupAccess.PowerShell.Completion;

namespace BackupAccess.PowerShell.Plugins.Commands;

/// <summary>Asks a plug-in about accounts.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "BkPlugin", SupportsShouldProcess = true)]
[OutputType(typeof(PluginResult))]
public sealed class InvokeBkPluginCommand : BkApprovableCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(PluginCompleter))]
    [NamedObject(Of = typeof(Plugin))]
    [ValidateNotNullOrEmpty]
    public ObjectName[] Plugin { get; set; } = [];

    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(PluginOperationCompleter))]
    [ValidateNotNullOrEmpty]
    public string Operation { get; set; } = "";

    [Parameter(Mandatory = true, Position = 2, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(AccountCompleter))]
    [AccountObject]
    [ValidateNotNullOrEmpty]
    public AccountReference[] Account { get; set; } = [];

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ConfigurationCompleter))]
    [ConfigurationObject]
    public ConfigurationReference? Configuration { get; set; }

    [Parameter]
    [ValidateNotNull]
    public IDictionary Parameter { get; set; } = new Hashtable();

    protected override void ProcessRecord() => Attempt(Only(Plugin), () =>
    {
        PluginParameter[] parameters = [.. Parameter.Cast<DictionaryEntry>().Select(PlainParameter)];
        foreach ((ObjectName plugin, AccountReference account) in Plugin.SelectMany(plugin => Account.Select(account => (plugin, account))))
        {
            if (Asks || ShouldProcess($"{account}", $"Invoke {Operation} of {plugin}"))
            {
                RunPlugin request = new(new PluginReference(plugin.Text), Operation, account) { Configuration = Configuration, Parameters = parameters };
                Attempt(account, () => Emit(Invoke(request)));
            }
        }
    });

    /// <summary>Whether nothing can be changed by it.</summary>
    private bool Asks => Operation is "describe" or "discover";

    private static PluginParameter PlainParameter(DictionaryEntry entry)
    {
        string name = $"{entry.Key}";
        object? value = entry.Value is PSObject wrapped ? wrapped.BaseObject : entry.Value;
        return value switch
        {
            string text => new PluginParameter(name, PluginParameterKind.Text, text),
            bool flag => new PluginParameter(name, PluginParameterKind.Flag, flag ? "true" : "false"),
            sbyte or byte or short or ushort or int or uint or long or ulong or float or double or decimal =>
                new PluginParameter(name, PluginParameterKind.Number, ((IFormattable)value).ToString(null, CultureInfo.InvariantCulture)),
            _ => throw new InvalidRequestException("InvalidValue", $"The parameter \"{name}\" is neither a text nor a number nor true or false."),
        };
    }
}
