using System.Management.Automation;
using BackupAccess.Engine.Access;
using BackupAccess.Engine.Access.Explanation;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Connectors;
using BackupAccess.Engine.Profiles;
using BackupAccess.Engine.Users;
using BackupAccess.PowerShell.Binding;
using BackupAccess.PowerShell.Completion;

namespace BackupAccess.PowerShell.Access.Commands;

/// <summary>Says whether a user may do operations on targets, and why.</summary>
[Cmdlet(VerbsDiagnostic.Test, "BkAccess", DefaultParameterSetName = "None")]
[OutputType(typeof(AccessDecision), typeof(bool))]
public sealed class TestBkAccessCommand : BkCmdlet
{
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(UserCompleter))]
    [UserObject]
    [ValidateNotNullOrEmpty]
    public UserReference[] User { get; set; } = [];

    // A name that comes alone is an operation's; a user comes as an object.
    [Parameter(ValueFromPipeline = true)]
    public User? InputObject { get; set; }

    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(OperationCompleter))]
    [NamedObject]
    public ObjectName[] Operation { get; set; } = [];

    [Parameter(Mandatory = true, ParameterSetName = "Connector", ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ConnectorCompleter))]
    [ConnectorObject]
    public ConnectorReference[] Connector { get; set; } = [];

    [Parameter(Mandatory = true, ParameterSetName = "Account", ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(AccountCompleter))]
    [AccountObject]
    public AccountReference[] Account { get; set; } = [];

    [Parameter(Mandatory = true, ParameterSetName = "Backup", ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(BackupCompleter))]
    [BackupObject]
    public BackupReference[] Backup { get; set; } = [];

    [Parameter(Mandatory = true, ParameterSetName = "Profile", ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ProfileCompleter))]
    [ProfileObject]
    public ProfileReference[] Profile { get; set; } = [];

    [Parameter(Mandatory = true, ParameterSetName = "Storage")]
    [ArgumentCompleter(typeof(StorageCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Storage { get; set; } = [];

    [Parameter(Mandatory = true, ParameterSetName = "Setting")]
    [ArgumentCompleter(typeof(SettingCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Setting { get; set; } = [];

    [Parameter(Mandatory = true, ParameterSetName = "Approval")]
    [ArgumentCompleter(typeof(ApprovalCompleter))]
    [ApprovalObject]
    [ValidateNotNullOrEmpty]
    public Guid[] TargetApproval { get; set; } = [];

    [Parameter]
    [ArgumentCompleter(typeof(UserCompleter))]
    [UserObject]
    [ValidateNotNullOrEmpty]
    public UserReference[] TargetUser { get; set; } = [];

    [Parameter]
    [ArgumentCompleter(typeof(RoleCompleter))]
    [NamedObject]
    [ValidateNotNullOrEmpty]
    public ObjectName[] WithRole { get; set; } = [];

    [Parameter]
    [ArgumentCompleter(typeof(ConnectorCompleter))]
    [ConnectorObject]
    [ValidateNotNullOrEmpty]
    public ConnectorReference[] WithGrant { get; set; } = [];

    [Parameter]
    public SwitchParameter Quiet { get; set; }

    protected override void ProcessRecord()
    {
        foreach (UserReference? user in Users())
        {
            foreach (ObjectName operation in Operation)
            {
                foreach (TestAccess question in Questions(user, operation.Text))
                {
                    Attempt(operation, () => Answer(Invoke(question)));
                }
            }
        }
    }

    // Nobody named means oneself.
    private IEnumerable<UserReference?> Users() =>
        InputObject is { } piped ? [new UserReference(piped)] : User.Length > 0 ? User : new UserReference?[] { null };

    private IEnumerable<TestAccess> Questions(UserReference? user, string operation)
    {
        TestAccess plain = new(user, operation, Connector: null, Account: null, Backup: null)
        {
            WithRoles = [.. WithRole.Select(role => role.Text)],
            WithGrants = WithGrant,
        };
        IEnumerable<TestAccess> things = ParameterSetName switch
        {
            "Connector" => Connector.Select(connector => plain with { Connector = connector }),
            "Account" => Account.Select(account => plain with { Account = account }),
            "Backup" => Backup.Select(backup => plain with { Backup = backup }),
            "Profile" => Profile.Select(profile => plain with { Profile = profile }),
            "Storage" => Storage.Select(storage => plain with { Storage = storage }),
            "Setting" => Setting.Select(setting => plain with { Setting = setting }),
            "Approval" => TargetApproval.Select(approval => plain with { Approval = approval }),
            _ => [plain],
        };
        return TargetUser.Length == 0 ? things : things.SelectMany(_ => TargetUser, (thing, target) => thing with { TargetUser = target });
    }

    private void Answer(AccessDecision decision) => Emit(Quiet ? decision.Allowed : decision);
}
