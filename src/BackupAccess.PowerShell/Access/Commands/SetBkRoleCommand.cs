using System.Management.Automation;
using BackupAccess.Engine.Access;
using BackupAccess.Engine.Roles;
using BackupAccess.PowerShell.Binding;
using BackupAccess.PowerShell.Completion;

namespace BackupAccess.PowerShell.Access.Commands;


/// <summary>Changes declared roles.</summary>
[Cmdlet(VerbsCommon.Set, "BkRole", SupportsShouldProcess = true)]
[OutputType(typeof(Role))]
public sealed class SetBkRoleCommand : BkRoleChangeCmdlet
{
    private static readonly string[] s_settings = [nameof(Permission), nameof(Connectors), nameof(Profiles), nameof(Accounts), nameof(ClearGrants)];

    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(RoleCompleter))]
    [NamedObject]
    public ObjectName[] Name { get; set; } = [];

    [Parameter(Position = 1)]
    [ArgumentCompleter(typeof(PermissionCompleter))]
    [ValidateNotNullOrEmpty]
    public ObjectName[] Permission { get; set; } = [];

    [Parameter]
    public ConnectorReach? Connectors { get; set; }

    [Parameter]
    public ProfileReach? Profiles { get; set; }

    [Parameter]
    public AccountReach? Accounts { get; set; }

    [Parameter]
    public SwitchParameter ClearGrants { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override void BeginProcessing()
    {
        if (!s_settings.Any(MyInvocation.BoundParameters.ContainsKey))
        {
            Refuse("Nothing is named to change.");
        }
    }

    protected override void ProcessRecord()
    {
        string[]? permissions = MyInvocation.BoundParameters.ContainsKey(nameof(Permission)) ? [.. Permission.Select(permission => permission.Text)] : null;
        RememberedGrants grants = ClearGrants ? RememberedGrants.Clear : RememberedGrants.Keep;
        foreach (ObjectName role in Name)
        {
            if (ShouldProcess($"{role}", "Change role"))
            {
                Attempt(role, () => Emit(Tell(Invoke(new UpdateRole(role.Text, permissions, Connectors, Profiles, Accounts) { Grants = grants })), when: PassThru));
            }
        }
    }
}
