using System.Management.Automation;
using BackupAccess.Engine.Settings;
using BackupAccess.PowerShell.Completion;

namespace BackupAccess.PowerShell.Settings.Commands;

/// <summary>Changes a setting, or puts it back to its default.</summary>
[Cmdlet(VerbsCommon.Set, "BkSetting", SupportsShouldProcess = true, DefaultParameterSetName = "Value")]
[OutputType(typeof(SettingView))]
public sealed class SetBkSettingCommand : BkApprovableCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(SettingCompleter))]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = "";

    [Parameter(Mandatory = true, Position = 1, ParameterSetName = "Value")]
    [ArgumentCompleter(typeof(SettingValueCompleter))]
    [AllowNull]
    [AllowEmptyCollection]
    [AllowEmptyString]
    public object? Value { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = "Default")]
    public SwitchParameter Default { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override void ProcessRecord()
    {
        IReadOnlyList<string>? value = ParameterSetName == "Default" ? null : SettingValue.Parts(Value);
        string action = value is null ? "Put back to the default" : $"Set to {(value.Count == 0 ? "nothing" : string.Join(", ", value))}";
        if (ShouldProcess(Name, action))
        {
            Attempt(Name, () => Emit(new SettingView(Invoke(new UpdateSetting(Name, value))), when: PassThru));
        }
    }
}
