using System.Management.Automation;
using BackupAccess.Engine.Users;
using BackupAccess.PowerShell.Binding;
using BackupAccess.PowerShell.Completion;

namespace BackupAccess.PowerShell.Users.Commands;

/// <summary>Reports on users' credentials: what each has, how old it is, when it was last used.</summary>
[Cmdlet(VerbsCommon.Get, "BkCredentialReport")]
[OutputType(typeof(CredentialReportEntry))]
public sealed class GetBkCredentialReportCommand : BkQueryCmdlet
{
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(UserCompleter))]
    [UserObject]
    [ValidateNotNullOrEmpty]
    public UserReference[] User { get; set; } = [];

    [Parameter]
    public int? UnusedDays { get; set; }

    [Parameter]
    public int? OldDays { get; set; }

    protected override void ProcessRecord()
    {
        string[] users = [.. User.Select(user => user.Text)];
        Attempt(Only(User), () => EmitNamed(
            "user", users, List(new GetCredentialReport(users, UnusedDays, OldDays)), (entry, name) => IsNamed(entry.User, entry.UserId, name)));
    }
}
