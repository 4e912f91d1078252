using System.Management.Automation;
using BackupAccess.Engine.Configurations;
using BackupAccess.Engine.Operations;
using BackupAccess.PowerShell.Binding;
using BackupAccess.PowerShell.Completion;

namespace BackupAccess.PowerShell.Configurations.Commands;

/// <summary>Saves another text of configurations, or other fields.</summary>
[Cmdlet(VerbsCommon.Set, "BkConfiguration", SupportsShouldProcess = true, DefaultParameterSetName = "Fields")]
[OutputType(typeof(Configuration))]
public sealed class SetBkConfigurationCommand : BkConfigurationTextCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ConfigurationCompleter))]
    [ConfigurationObject]
    public ConfigurationReference[] Configuration { get; set; } = [];

    /// <summary>Saves over an edit by hand that isn't imported.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override void ProcessRecord()
    {
        foreach (ConfigurationReference configuration in Configuration)
        {
            if (ShouldProcess($"{configuration}", "Change configuration"))
            {
                Attempt(configuration, () => Emit(
                    Invoke(new UpdateConfiguration(configuration, TextOver(() => TextOf(configuration)), Force ? PendingEdit.Discard : PendingEdit.Keep)), when: PassThru));
            }
        }
    }

    private string TextOf(ConfigurationReference configuration)
    {
        Configuration[] saved = [.. List(new ListConfigurations([configuration.Id?.ToString() ?? WildcardPattern.Escape(configuration.Text)], [])).Where(found => found.Id is not null)];
        return saved is [var only] ? only.Text
            : saved is [] ? throw new NotFoundException("configuration", configuration.Text)
            : throw new InvalidRequestException("AmbiguousName", $"There are several configurations \"{configuration}\": {string.Join(", ", saved.Select(one => one.Path))}.");
    }
}
