using System.Management.Automation;
using BackupAccess.Engine.Priorities;
using BackupAccess.PowerShell.Access;
using BackupAccess.PowerShell.Binding;
using BackupAccess.PowerShell.Completion;

namespace BackupAccess.PowerShell.Accounts.Commands;

/// <summary>Creates priority groups. A number that isn't given is the default group's.</summary>
[Cmdlet(VerbsCommon.New, "BkPriorityGroup", SupportsShouldProcess = true)]
[OutputType(typeof(PriorityGroup))]
public sealed class NewBkPriorityGroupCommand : BkApprovableCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    public string[] Name { get; set; } = [];

    [Parameter(ValueFromPipelineByPropertyName = true)]
    public int? Backup { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    public int? Clone { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    public int? Restore { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    public int? Download { get; set; }

    [Parameter]
    [ArgumentCompleter(typeof(TagCompleter))]
    [NamedObject]
    [ValidateNotNullOrEmpty]
    public ObjectName[] Tag { get; set; } = [];

    [Parameter]
    public SwitchParameter Default { get; set; }

    protected override void ProcessRecord()
    {
        string[] tags = [.. Tag.Select(tag => tag.Text)];
        foreach (string name in Name)
        {
            if (ShouldProcess(name, "Create priority group"))
            {
                Attempt(name, () => Emit(Invoke(new CreatePriorityGroup(name, Backup, Clone, Restore, Download, tags, Default))));
            }
        }
    }
}
