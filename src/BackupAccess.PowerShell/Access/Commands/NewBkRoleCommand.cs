using System.Management.Automation;
using BackupAccess.Engine.Access;
using BackupAccess.Engine.Roles;
using BackupAccess.PowerShell.Binding;
using BackupAccess.PowerShell.Completion;

namespace BackupAccess.PowerShell.Access.Commands;


/// <summary>Declares roles.</summary>
[Cmdlet(VerbsCommon.New, "BkRole", SupportsShouldProcess = true)]
[OutputType(typeof(Role))]
public sealed class NewBkRoleCommand : BkApprovableCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    public string[] Name { get; set; } = [];

    [Parameter(Position = 1, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Permissions")]
    [ArgumentCompleter(typeof(PermissionCompleter))]
    [NamedObject(Members = nameof(Role.Permissions))]
    [ValidateNotNullOrEmpty]
    public ObjectName[] Permission { get; set; } = [];

    [Parameter(ValueFromPipelineByPropertyName = true)]
    public ConnectorReach Connectors { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    public ProfileReach Profiles { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    public AccountReach Accounts { get; set; }

    protected override void ProcessRecord()
    {
        string[] permissions = [.. Permission.Select(permission => permission.Text)];
        foreach (string name in Name)
        {
            if (ShouldProcess(name, "Create role"))
            {
                Attempt(name, () => Emit(Invoke(new CreateRole(name, permissions, Connectors, Profiles, Accounts))));
            }
        }
    }
}
