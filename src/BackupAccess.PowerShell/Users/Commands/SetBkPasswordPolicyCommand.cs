using System.Globalization;
using System.Management.Automation;
using BackupAccess.Engine.Passwords;

namespace BackupAccess.PowerShell.Users.Commands;

/// <summary>Changes what passwords are held to from now on.</summary>
[Cmdlet(VerbsCommon.Set, "BkPasswordPolicy", SupportsShouldProcess = true)]
[OutputType(typeof(PasswordPolicy))]
public sealed class SetBkPasswordPolicyCommand : BkApprovableCmdlet
{
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public int? MinimumLength { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    public int? RequiredClasses { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    public int? History { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    public int? MaximumAgeDays { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override void ProcessRecord()
    {
        if (ShouldProcess("password policy", $"Set {Describe()}"))
        {
            Attempt(target: null, () => Emit(Invoke(new UpdatePasswordPolicy(MinimumLength, RequiredClasses, History, MaximumAgeDays)), when: PassThru));
        }
    }

    private string Describe() => string.Join(", ", new[]
    {
        Say("minimum length", MinimumLength),
        Say("required classes", RequiredClasses),
        Say("history", History),
        Say("maximum age in days", MaximumAgeDays),
    }.OfType<string>().DefaultIfEmpty("nothing"));

    private static string? Say(string part, int? value) => value is { } number ? string.Create(CultureInfo.InvariantCulture, $"{part} {number}") : null;
}
