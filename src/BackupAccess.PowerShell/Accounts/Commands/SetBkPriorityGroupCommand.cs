using System.Management.Automation;
using BackupAccess.Engine.Priorities;
using BackupAccess.PowerShell.Access;
using BackupAccess.PowerShell.Binding;
using BackupAccess.PowerShell.Completion;

namespace BackupAccess.PowerShell.Accounts.Commands;

/// <summary>Changes priority groups, or makes one the default.</summary>
[Cmdlet(VerbsCommon.Set, "BkPriorityGroup", SupportsShouldProcess = true)]
[OutputType(typeof(PriorityGroup))]
public sealed class SetBkPriorityGroupCommand : BkApprovableCmdlet
{
    private static readonly string[] s_settings =
        [nameof(NewName), nameof(Backup), nameof(Clone), nameof(Restore), nameof(Download), nameof(Tag), nameof(Default)];

    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("PriorityGroup")]
    [ArgumentCompleter(typeof(PriorityGroupCompleter))]
    [NamedObject]
    public ObjectName[] Name { get; set; } = [];

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? NewName { get; set; }

    [Parameter]
    public int? Backup { get; set; }

    [Parameter]
    public int? Clone { get; set; }

    [Parameter]
    public int? Restore { get; set; }

    [Parameter]
    public int? Download { get; set; }

    [Parameter]
    [AllowEmptyCollection]
    [ArgumentCompleter(typeof(TagCompleter))]
    public string[]? Tag { get; set; }

    [Parameter]
    public SwitchParameter Default { get; set; }

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
        foreach (ObjectName group in Name)
        {
            if (ShouldProcess($"{group}", "Change priority group"))
            {
                UpdatePriorityGroup change = new(group.Text, NewName, Backup, Clone, Restore, Download, Tag, Default);
                Attempt(group, () => Emit(Invoke(change), when: PassThru));
            }
        }
    }
}
