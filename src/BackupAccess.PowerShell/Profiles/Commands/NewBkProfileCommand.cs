using System.Management.Automation;
using BackupAccess.Engine.Profiles;

namespace BackupAccess.PowerShell.Profiles.Commands;

/// <summary>Creates profiles.</summary>
[Cmdlet(VerbsCommon.New, "BkProfile", SupportsShouldProcess = true)]
[OutputType(typeof(Profile))]
public sealed class NewBkProfileCommand : BkApprovableCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    public string[] Name { get; set; } = [];

    protected override void ProcessRecord()
    {
        foreach (string name in Name)
        {
            if (ShouldProcess(name, "Create profile"))
            {
                Attempt(name, () => Emit(Invoke(new CreateProfile(name))));
            }
        }
    }
}
