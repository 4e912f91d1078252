using System.Management.Automation;
using BackupAccess.Engine.Users;
using BackupAccess.PowerShell.Completion;

namespace BackupAccess.PowerShell.Users.Commands;

/// <summary>Enables access keys.</summary>
[Cmdlet(VerbsLifecycle.Enable, "BkAccessKey", SupportsShouldProcess = true)]
[OutputType(typeof(AccessKey))]
public sealed class EnableBkAccessKeyCommand : BkApprovableCmdlet
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
            if (ShouldProcess($"{key}", "Enable access key"))
            {
                Attempt(key, () => Emit(Invoke(new EnableAccessKey(key)), when: PassThru));
            }
        }
    }
}
