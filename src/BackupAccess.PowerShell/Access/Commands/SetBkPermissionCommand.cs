using System.Management.Automation;
using BackupAccess.Engine.Permissions;
using BackupAccess.PowerShell.Binding;
using BackupAccess.PowerShell.Completion;

namespace BackupAccess.PowerShell.Access.Commands;


/// <summary>Changes declared permissions, and with them the roles that name them.</summary>
[Cmdlet(VerbsCommon.Set, "BkPermission", SupportsShouldProcess = true)]
[OutputType(typeof(Permission))]
public sealed class SetBkPermissionCommand : BkApprovableCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(PermissionCompleter))]
    [NamedObject]
    public ObjectName[] Name { get; set; } = [];

    [Parameter(Position = 1)]
    [ArgumentCompleter(typeof(OperationCompleter))]
    [ValidateNotNullOrEmpty]
    public ObjectName[] Operation { get; set; } = [];

    [Parameter]
    [AllowNull]
    public string? Description { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override void BeginProcessing()
    {
        if (!IsBound(nameof(Operation)) && !IsBound(nameof(Description)))
        {
            Refuse("Nothing is named to change.");
        }
    }

    protected override void ProcessRecord()
    {
        string[]? operations = IsBound(nameof(Operation)) ? [.. Operation.Select(operation => operation.Text)] : null;
        string? description = IsBound(nameof(Description)) ? Description ?? "" : null;
        foreach (ObjectName permission in Name)
        {
            if (ShouldProcess($"{permission}", "Change permission"))
            {
                Attempt(permission, () => Emit(Invoke(new UpdatePermission(permission.Text, operations, description)), when: PassThru));
            }
        }
    }

    private bool IsBound(string parameter) => MyInvocation.BoundParameters.ContainsKey(parameter);
}
