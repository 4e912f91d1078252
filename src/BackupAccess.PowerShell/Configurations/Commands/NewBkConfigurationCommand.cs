using System.Management.Automation;
using BackupAccess.Engine.Configurations;
using BackupAccess.Engine.Profiles;
using BackupAccess.PowerShell.Binding;
using BackupAccess.PowerShell.Completion;

namespace BackupAccess.PowerShell.Configurations.Commands;

/// <summary>Saves a new configuration in a profile.</summary>
[Cmdlet(VerbsCommon.New, "BkConfiguration", SupportsShouldProcess = true, DefaultParameterSetName = "Fields")]
[OutputType(typeof(Configuration))]
public sealed class NewBkConfigurationCommand : BkConfigurationTextCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ProfileCompleter))]
    [ProfileObject]
    public ProfileReference[] Profile { get; set; } = [];

    // Not by the property of that name, which a profile has too.
    [Parameter(Mandatory = true, Position = 1)]
    public string? Name { get; set; }

    protected override void ProcessRecord()
    {
        foreach (ProfileReference profile in Profile)
        {
            string path = $"{profile}/{Name}";
            if (ShouldProcess(path, "Create configuration"))
            {
                Attempt(path, () => Emit(Invoke(new CreateConfiguration(profile, Name!, TextOver(() => "")))));
            }
        }
    }
}
