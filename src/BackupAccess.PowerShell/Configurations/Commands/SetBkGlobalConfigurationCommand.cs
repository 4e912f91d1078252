using System.Management.Automation;
using BackupAccess.Engine.Configurations;
using BackupAccess.Engine.Profiles;
using BackupAccess.PowerShell.Binding;
using BackupAccess.PowerShell.Completion;

namespace BackupAccess.PowerShell.Configurations.Commands;

/// <summary>Saves what holds where configurations say nothing: those of a profile, or all.</summary>
[Cmdlet(VerbsCommon.Set, "BkGlobalConfiguration", SupportsShouldProcess = true, DefaultParameterSetName = "Text")]
[OutputType(typeof(Configuration))]
public sealed class SetBkGlobalConfigurationCommand : BkApprovableCmdlet
{
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ProfileCompleter))]
    [ProfileObject]
    public ProfileReference? Profile { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = "Text")]
    [AllowEmptyString]
    public string? Text { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = "Path")]
    public string? Path { get; set; }

    /// <summary>Saves what the file in the profiles' folder holds since it was edited by hand.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Import")]
    public SwitchParameter Import { get; set; }

    /// <summary>Saves over an edit by hand that isn't imported.</summary>
    [Parameter(ParameterSetName = "Text")]
    [Parameter(ParameterSetName = "Path")]
    public SwitchParameter Force { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override void ProcessRecord()
    {
        string target = Profile?.Text ?? "(global)";
        if (ShouldProcess(target, "Change global configuration"))
        {
            Attempt(target, () =>
            {
                string? text = Path is null ? Text : TextFile.Read(GetUnresolvedProviderPathFromPSPath(Path));
                Emit(Invoke(new UpdateGlobalConfiguration(Profile, text, Force ? PendingEdit.Discard : PendingEdit.Keep)), when: PassThru);
            });
        }
    }
}
