using System.Management.Automation;
using BackupAccess.Engine.Configurations;
using BackupAccess.Engine.Profiles;
using BackupAccess.PowerShell.Binding;
using BackupAccess.PowerShell.Completion;

namespace BackupAccess.PowerShell.Configurations.Commands;

/// <summary>Lists what holds where configurations say nothing: for all of them, and for those of each profile.</summary>
[Cmdlet(VerbsCommon.Get, "BkGlobalConfiguration")]
[OutputType(typeof(Configuration))]
public sealed class GetBkGlobalConfigurationCommand : BkQueryCmdlet
{
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ProfileCompleter))]
    [ProfileObject]
    [ValidateNotNullOrEmpty]
    public ProfileReference[] Profile { get; set; } = [];

    protected override void ProcessRecord() => Attempt(Only(Profile), () =>
    {
        EmitAll(List(new ListGlobalConfigurations([.. Profile.Select(profile => profile.Text)])));
        RequireProfiles(Profile);
    });
}
