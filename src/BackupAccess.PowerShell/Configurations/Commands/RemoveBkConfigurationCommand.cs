using System.Management.Automation;
using BackupAccess.Engine.Configurations;
using BackupAccess.PowerShell.Binding;
using BackupAccess.PowerShell.Completion;

namespace BackupAccess.PowerShell.Configurations.Commands;

/// <summary>Removes configurations and their files. Their backups stay.</summary>
[Cmdlet(VerbsCommon.Remove, "BkConfiguration", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(Configuration))]
public sealed class RemoveBkConfigurationCommand : BkApprovableCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ConfigurationCompleter))]
    [ConfigurationObject]
    public ConfigurationReference[] Configuration { get; set; } = [];

    /// <summary>Removes it with an edit by hand that isn't imported.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override void ProcessRecord()
    {
        foreach (ConfigurationReference configuration in Configuration)
        {
            if (ShouldProcess($"{configuration}", "Remove configuration"))
            {
                Attempt(configuration, () => Emit(Invoke(new RemoveConfiguration(configuration, Force ? PendingEdit.Discard : PendingEdit.Keep)), when: PassThru));
            }
        }
    }
}
