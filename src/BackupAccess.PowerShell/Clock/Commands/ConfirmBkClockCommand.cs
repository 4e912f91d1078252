using System.Management.Automation;
using BackupAccess.Engine.Clock;

namespace BackupAccess.PowerShell.Clock.Commands;

/// <summary>Says that the machine's clock is right, after it was doubted.</summary>
[Cmdlet(VerbsLifecycle.Confirm, "BkClock", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(ClockConfirmation))]
public sealed class ConfirmBkClockCommand : BkApprovableCmdlet
{
    protected override void ProcessRecord()
    {
        if (ShouldProcess("the machine's clock", "Trust"))
        {
            Attempt(target: null, () => Emit(Invoke(new ConfirmClock())));
        }
    }
}
