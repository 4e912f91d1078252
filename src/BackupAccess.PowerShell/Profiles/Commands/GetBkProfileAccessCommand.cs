using System.Management.Automation;
using BackupAccess.Engine.Profiles;
using BackupAccess.Engine.Users;
using BackupAccess.PowerShell.Binding;
using BackupAccess.PowerShell.Completion;

namespace BackupAccess.PowerShell.Profiles.Commands;

/// <summary>Lists who is assigned which profile.</summary>
[Cmdlet(VerbsCommon.Get, "BkProfileAccess")]
[OutputType(typeof(ProfileGrant))]
public sealed class GetBkProfileAccessCommand : BkQueryCmdlet
{
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(UserCompleter))]
    [UserObject]
    [ValidateNotNullOrEmpty]
    public UserReference[] User { get; set; } = [];

    [Parameter(Position = 1, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ProfileCompleter))]
    [ProfileObject]
    [ValidateNotNullOrEmpty]
    public ProfileReference[] Profile { get; set; } = [];

    protected override void ProcessRecord()
    {
        string[] users = [.. User.Select(user => user.Text)];
        string[] profiles = [.. Profile.Select(profile => profile.Text)];
        Attempt(target: null, () =>
        {
            EmitAll(List(new ListProfileGrants(users, profiles)));
            RequireUsers(User);
            RequireProfiles(Profile);
        });
    }
}
