using System.Management.Automation;
using BackupAccess.Engine.Tags;
using BackupAccess.PowerShell.Access;
using BackupAccess.PowerShell.Binding;
using BackupAccess.PowerShell.Completion;

namespace BackupAccess.PowerShell.Accounts.Commands;

/// <summary>Renames tags or changes their colour.</summary>
[Cmdlet(VerbsCommon.Set, "BkTag", SupportsShouldProcess = true)]
[OutputType(typeof(Tag))]
public sealed class SetBkTagCommand : BkApprovableCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(TagCompleter))]
    [NamedObject]
    public ObjectName[] Tag { get; set; } = [];

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? NewName { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Color { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override void BeginProcessing()
    {
        if (NewName is null && Color is null)
        {
            Refuse("Nothing is named to change.");
        }
    }

    protected override void ProcessRecord()
    {
        foreach (ObjectName tag in Tag)
        {
            if (ShouldProcess($"{tag}", "Change tag"))
            {
                Attempt(tag, () => Emit(Invoke(new UpdateTag(tag.Text, NewName, Color)), when: PassThru));
            }
        }
    }
}
