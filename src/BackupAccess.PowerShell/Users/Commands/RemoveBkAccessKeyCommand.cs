using System.Management.Automation;
using BackupAccess.Engine.Users;
using BackupAccess.PowerShell.Completion;

namespace BackupAccess.PowerShell.Users.Commands;

/// <summary>Removes access keys for good.</summary>
[Cmdlet(VerbsCommon.Remove, "BkAccessKey", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(AccessKey))]
public sealed class RemoveBkAccessKeyCommand : BkApprovableCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("AccessKeyId")]
    [ArgumentCompleter(typeof(AccessKeyCompleter))]
    public AccessKeyReference[] AccessKey { get; set; } = [];

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override void ProcessRecord()
    {
        foreach (AccessKeyReference key in AccessKey)
        {
            if (ShouldProcess($"{key}", "Remove access key"))
            {
                Attempt(key, () => Emit(Invoke(new RemoveAccessKey(key)), when: PassThru));
            }
        }
    }
}
