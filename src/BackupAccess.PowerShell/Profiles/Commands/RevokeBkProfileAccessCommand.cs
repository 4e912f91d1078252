using System.Management.Automation;
using BackupAccess.Engine.Profiles;
using BackupAccess.Engine.Users;
using BackupAccess.PowerShell.Binding;
using BackupAccess.PowerShell.Completion;

namespace BackupAccess.PowerShell.Profiles.Commands;

/// <summary>Takes profiles from users.</summary>
[Cmdlet(VerbsSecurity.Revoke, "BkProfileAccess", SupportsShouldProcess = true)]
[OutputType(typeof(ProfileGrant))]
public sealed class RevokeBkProfileAccessCommand : BkApprovableCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(UserCompleter))]
    [UserObject]
    public UserReference[] User { get; set; } = [];

    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ProfileCompleter))]
    [ProfileObject]
    public ProfileReference[] Profile { get; set; } = [];

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override void ProcessRecord()
    {
        foreach (UserReference user in User)
        {
            foreach (ProfileReference profile in Profile)
            {
                if (ShouldProcess($"{user}", $"Revoke access to profile {profile}"))
                {
                    Attempt(profile, () => Emit(Invoke(new RevokeProfile(user, profile)), when: PassThru));
                }
            }
        }
    }
}
