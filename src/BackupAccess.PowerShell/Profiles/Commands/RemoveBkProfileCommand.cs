using System.Management.Automation;
using BackupAccess.Engine.Profiles;
using BackupAccess.PowerShell.Binding;
using BackupAccess.PowerShell.Completion;

namespace BackupAccess.PowerShell.Profiles.Commands;

/// <summary>Removes profiles with their assignments. One whose folder has files in it is kept.</summary>
[Cmdlet(VerbsCommon.Remove, "BkProfile", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(Profile))]
public sealed class RemoveBkProfileCommand : BkApprovableCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ProfileCompleter))]
    [ProfileObject]
    public ProfileReference[] Profile { get; set; } = [];

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override void ProcessRecord()
    {
        foreach (ProfileReference profile in Profile)
        {
            if (ShouldProcess($"{profile}", "Remove profile"))
            {
                Attempt(profile, () => Emit(Invoke(new RemoveProfile(profile)), when: PassThru));
            }
        }
    }
}
