using System.Management.Automation;
using BackupAccess.Engine.Settings;
using BackupAccess.PowerShell.Completion;

namespace BackupAccess.PowerShell.Settings.Commands;

/// <summary>Lists settings.</summary>
[Cmdlet(VerbsCommon.Get, "BkSetting")]
[OutputType(typeof(SettingView))]
public sealed class GetBkSettingCommand : BkQueryCmdlet
{
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(SettingCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = [];

    protected override void ProcessRecord() => Attempt(Only(Name), () =>
        EmitNamed("setting", Name, List(new ListSettings(Name)).Select(setting => new SettingView(setting)), (setting, name) => IsNamed(setting.Name, id: null, name)));
}
