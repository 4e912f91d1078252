using System.Management.Automation;
using BackupAccess.Engine.Users;
using BackupAccess.PowerShell.Binding;
using BackupAccess.PowerShell.Completion;

namespace BackupAccess.PowerShell.Users.Commands;

/// <summary>Lists access keys, without their secrets.</summary>
[Cmdlet(VerbsCommon.Get, "BkAccessKey")]
[OutputType(typeof(AccessKey))]
public sealed class GetBkAccessKeyCommand : BkQueryCmdlet
{
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(UserCompleter))]
    [UserObject]
    [ValidateNotNullOrEmpty]
    public UserReference[] User { get; set; } = [];

    protected override void ProcessRecord()
    {
        string[] users = [.. User.Select(user => user.Text)];
        Attempt(Only(User), () =>
        {
            EmitAll(List(new ListAccessKeys(users)));
            RequireUsers(User);
        });
    }
}
