using System.Management.Automation;
using BackupAccess.Engine.Profiles;
using BackupAccess.PowerShell.Binding;
using BackupAccess.PowerShell.Completion;

namespace BackupAccess.PowerShell.Profiles.Commands;

/// <summary>Lists profiles.</summary>
[Cmdlet(VerbsCommon.Get, "BkProfile")]
[OutputType(typeof(Profile))]
public sealed class GetBkProfileCommand : BkQueryCmdlet
{
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ProfileCompleter))]
    [ProfileObject]
    [ValidateNotNullOrEmpty]
    public ProfileReference[] Name { get; set; } = [];

    protected override void ProcessRecord()
    {
        string[] names = [.. Name.Select(name => name.Text)];
        Attempt(Only(Name), () => EmitNamed("profile", names, List(new ListProfiles(names)), (profile, name) => IsNamed(profile.Name, profile.Id, name)));
    }
}
