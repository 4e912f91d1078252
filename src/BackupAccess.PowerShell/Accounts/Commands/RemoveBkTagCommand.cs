using System.Management.Automation;
using BackupAccess.Engine.Tags;
using BackupAccess.PowerShell.Access;
using BackupAccess.PowerShell.Binding;
using BackupAccess.PowerShell.Completion;

namespace BackupAccess.PowerShell.Accounts.Commands;

/// <summary>Removes tags, and takes them off the accounts and the priority groups that have them.</summary>
[Cmdlet(VerbsCommon.Remove, "BkTag", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(Tag))]
public sealed class RemoveBkTagCommand : BkApprovableCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(TagCompleter))]
    [NamedObject]
    public ObjectName[] Tag { get; set; } = [];

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override void ProcessRecord()
    {
        foreach (ObjectName tag in Tag)
        {
            if (ShouldProcess($"{tag}", "Remove tag"))
            {
                Attempt(tag, () => Emit(Invoke(new RemoveTag(tag.Text)), when: PassThru));
            }
        }
    }
}
