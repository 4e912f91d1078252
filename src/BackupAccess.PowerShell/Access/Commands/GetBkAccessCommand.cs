using System.Management.Automation;
using BackupAccess.Engine.Access.Explanation;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Connectors;
using BackupAccess.Engine.Profiles;
using BackupAccess.Engine.Users;
using BackupAccess.PowerShell.Binding;
using BackupAccess.PowerShell.Completion;

namespace BackupAccess.PowerShell.Access.Commands;

/// <summary>Lists everything that users may do, everybody who may do something, or what users may do and don't.</summary>
[Cmdlet(VerbsCommon.Get, "BkAccess", DefaultParameterSetName = "User")]
[OutputType(typeof(EffectiveAccess), typeof(UnusedOperation))]
public sealed class GetBkAccessCommand : BkCmdlet
{
    [Parameter(ParameterSetName = "User", Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = "Unused", Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(UserCompleter))]
    [UserObject]
    [ValidateNotNullOrEmpty]
    public UserReference[] User { get; set; } = [];

    [Parameter(Mandatory = true, ParameterSetName = "Unused")]
    [ValidateRange(0, 36500)]
    public int UnusedFor { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = "Operation", ValueFromPipeline = true)]
    [Parameter(Mandatory = true, ParameterSetName = "Connector", ValueFromPipeline = true)]
    [Parameter(Mandatory = true, ParameterSetName = "Account", ValueFromPipeline = true)]
    [Parameter(Mandatory = true, ParameterSetName = "Backup", ValueFromPipeline = true)]
    [Parameter(Mandatory = true, ParameterSetName = "Profile", ValueFromPipeline = true)]
    [Parameter(Mandatory = true, ParameterSetName = "Storage", ValueFromPipeline = true)]
    [Parameter(Mandatory = true, ParameterSetName = "Setting", ValueFromPipeline = true)]
    [Parameter(Mandatory = true, ParameterSetName = "Approval", ValueFromPipeline = true)]
    [ArgumentCompleter(typeof(OperationCompleter))]
    [NamedObject]
    public ObjectName[] Operation { get; set; } = [];

    [Parameter(Mandatory = true, ParameterSetName = "Connector", ValueFromPipeline = true)]
    [ArgumentCompleter(typeof(ConnectorCompleter))]
    [ConnectorObject]
    public ConnectorReference[] Connector { get; set; } = [];

    [Parameter(Mandatory = true, ParameterSetName = "Account", ValueFromPipeline = true)]
    [ArgumentCompleter(typeof(AccountCompleter))]
    [AccountObject]
    public AccountReference[] Account { get; set; } = [];

    [Parameter(Mandatory = true, ParameterSetName = "Backup", ValueFromPipeline = true)]
    [ArgumentCompleter(typeof(BackupCompleter))]
    [BackupObject]
    public BackupReference[] Backup { get; set; } = [];

    [Parameter(Mandatory = true, ParameterSetName = "Profile", ValueFromPipeline = true)]
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

    [Parameter(ParameterSetName = "Operation")]
    [Parameter(ParameterSetName = "Connector")]
    [Parameter(ParameterSetName = "Account")]
    [Parameter(ParameterSetName = "Profile")]
    [ArgumentCompleter(typeof(UserCompleter))]
    [UserObject]
    [ValidateNotNullOrEmpty]
    public UserReference[] TargetUser { get; set; } = [];

    [Parameter(ParameterSetName = "User")]
    [ArgumentCompleter(typeof(RoleCompleter))]
    [NamedObject]
    [ValidateNotNullOrEmpty]
    public ObjectName[] WithRole { get; set; } = [];

    [Parameter(ParameterSetName = "User")]
    [ArgumentCompleter(typeof(ConnectorCompleter))]
    [ConnectorObject]
    [ValidateNotNullOrEmpty]
    public ConnectorReference[] WithGrant { get; set; } = [];

    protected override void ProcessRecord()
    {
        if (ParameterSetName is "User" or "Unused")
        {
            // Nobody named means oneself.
            foreach (UserReference? user in User.Length > 0 ? User : new UserReference?[] { null })
            {
                Attempt(user, () => ListOf(user));
            }

            return;
        }

        foreach (ObjectName operation in Operation)
        {
            foreach (WhoCan question in Questions(operation.Text))
            {
                Attempt(operation, () => EmitAll(List(question)));
            }
        }
    }

    private void ListOf(UserReference? user)
    {
        if (ParameterSetName == "Unused")
        {
            EmitAll(List(new ListUnusedOperations(user, TimeSpan.FromDays(UnusedFor))));
        }
        else
        {
            EmitAll(List(new ListAccess(user, []) { WithRoles = [.. WithRole.Select(role => role.Text)], WithGrants = WithGrant }));
        }
    }

    private IEnumerable<WhoCan> Questions(string operation)
    {
        WhoCan plain = new(operation, Connector: null, Account: null, Backup: null);
        IEnumerable<WhoCan> things = ParameterSetName switch
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
}
