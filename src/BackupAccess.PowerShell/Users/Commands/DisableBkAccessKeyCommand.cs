using System.Management.Automation;
using BackupAccess.Engine.Users;
using BackupAccess.PowerShell.Completion;

namespace BackupAccess.PowerShell.Users.Commands;

/// <summary>Disables access keys: the next act with them is refused.</summary>
[Cmdlet(VerbsLifecycle.Disable, "BkAccessKey", SupportsShouldProcess = true)]
[OutputType(typeof(AccessKey))]
public sealed class DisableBkAccessKeyCommand : BkApprovableCmdlet
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
            if (ShouldProcess($"{key}", "Disable access key"))
            {
                Attempt(key, () => Emit(Invoke(new DisableAccessKey(key)), when: PassThru));
            }
        }
    }
}
