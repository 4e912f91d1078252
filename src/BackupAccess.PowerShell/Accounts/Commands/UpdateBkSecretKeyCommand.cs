using System.Management.Automation;
using BackupAccess.Engine.Sealing;

namespace BackupAccess.PowerShell.Accounts.Commands;

/// <summary>Makes a new key for the state, and seals everything under it that was sealed under the one before.</summary>
[Cmdlet(VerbsData.Update, "BkSecretKey", SupportsShouldProcess = true)]
[OutputType(typeof(KeyRotation))]
public sealed class UpdateBkSecretKeyCommand : BkApprovableCmdlet
{
    protected override void ProcessRecord()
    {
        if (ShouldProcess("the state's key", "Change"))
        {
            Attempt(target: null, () => Emit(Work(new RotateSealingKey())));
        }
    }
}
