using System.Management.Automation;
using BackupAccess.Engine.Permissions;
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
            Attempt(Name, () => Tell(Invoke(new UpdateSetting(Name, value))));
        }
    }

    private void Tell(Setting setting)
    {
        if (setting.Name == "approval.operations")
        {
            WarnOfOthers(setting.Value);
        }

        Emit(new SettingView(setting), when: PassThru);
    }

    // Who wants one way of destroying backups approved may not know the others: they are said unasked.
    private void WarnOfOthers(IReadOnlyList<string> approved)
    {
        string[] destroying = [.. List(new ListOperations([])).Where(operation => operation.DestroysBackups).Select(operation => operation.Name)];
        string[] left = [.. destroying.Except(approved, StringComparer.OrdinalIgnoreCase)];
        if (left.Length > 0 && left.Length < destroying.Length)
        {
            WriteWarning($"Backups can still be destroyed without an approval: by {string.Join(", ", left)}.");
        }
    }
}
