using System.Management.Automation;
using BackupAccess.Engine.Tags;

namespace BackupAccess.PowerShell.Accounts.Commands;

/// <summary>Creates tags. Without a colour each gets one at random.</summary>
[Cmdlet(VerbsCommon.New, "BkTag", SupportsShouldProcess = true)]
[OutputType(typeof(Tag))]
public sealed class NewBkTagCommand : BkApprovableCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    public string[] Name { get; set; } = [];

    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string? Color { get; set; }

    protected override void ProcessRecord()
    {
        foreach (string name in Name)
        {
            if (ShouldProcess(name, "Create tag"))
            {
                Attempt(name, () => Emit(Invoke(new CreateTag(name, Color))));
            }
        }
    }
}
