using System.Management.Automation;
using BackupAccess.Engine.Permissions;
using BackupAccess.PowerShell.Binding;
using BackupAccess.PowerShell.Completion;

namespace BackupAccess.PowerShell.Access.Commands;


/// <summary>Declares permissions.</summary>
[Cmdlet(VerbsCommon.New, "BkPermission", SupportsShouldProcess = true)]
[OutputType(typeof(Permission))]
public sealed class NewBkPermissionCommand : BkApprovableCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    public string[] Name { get; set; } = [];

    [Parameter(Position = 1, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Operations")]
    [ArgumentCompleter(typeof(OperationCompleter))]
    [NamedObject(Members = nameof(Permission.Operations))]
    [ValidateNotNullOrEmpty]
    public ObjectName[] Operation { get; set; } = [];

    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? Description { get; set; }

    protected override void ProcessRecord()
    {
        string[] operations = [.. Operation.Select(operation => operation.Text)];
        foreach (string name in Name)
        {
            if (ShouldProcess(name, "Create permission"))
            {
                Attempt(name, () => Emit(Invoke(new CreatePermission(name, operations, Description))));
            }
        }
    }
}
