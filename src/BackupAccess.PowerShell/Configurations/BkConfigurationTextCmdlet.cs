using System.Management.Automation;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Configurations;
using BackupAccess.PowerShell.Completion;

namespace BackupAccess.PowerShell.Configurations;

/// <summary>A cmdlet that saves a configuration's text: given whole, in a file, or by its fields.</summary>
public abstract class BkConfigurationTextCmdlet : BkApprovableCmdlet
{
    [Parameter(Mandatory = true, ParameterSetName = "Text")]
    [AllowEmptyString]
    public string? Text { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = "Path")]
    public string? Path { get; set; }

    [Parameter(ParameterSetName = "Fields")]
    [ArgumentCompleter(typeof(ConnectorCompleter))]
    public string? Connector { get; set; }

    [Parameter(ParameterSetName = "Fields")]
    [ArgumentCompleter(typeof(AccountCompleter))]
    public string[]? AccountName { get; set; }

    [Parameter(ParameterSetName = "Fields")]
    [ArgumentCompleter(typeof(TagCompleter))]
    public string[]? Tag { get; set; }

    [Parameter(ParameterSetName = "Fields")]
    [ArgumentCompleter(typeof(UserCompleter))]
    public string[]? Owner { get; set; }

    [Parameter(ParameterSetName = "Fields")]
    public BackupItem[]? Item { get; set; }

    [Parameter(ParameterSetName = "Fields")]
    public string[]? Exclude { get; set; }

    [Parameter(ParameterSetName = "Fields")]
    [ArgumentCompleter(typeof(PolicyCompleter))]
    public string? Policy { get; set; }

    [Parameter(ParameterSetName = "Fields")]
    [ArgumentCompleter(typeof(ScheduleCompleter))]
    public string[]? Schedule { get; set; }

    [Parameter(ParameterSetName = "Fields")]
    public string? Plugin { get; set; }

    /// <summary>The text to save, made of the one of before where only fields are given.</summary>
    private protected string TextOver(Func<string> before) =>
        Text ?? (Path is null ? Fields.WriteInto(before()) : TextFile.Read(GetUnresolvedProviderPathFromPSPath(Path)));

    private ConfigurationFields Fields => new()
    {
        Connector = Connector,
        AccountNames = AccountName,
        Tags = Tag,
        Owners = Owner,
        Items = Item,
        Excludes = Exclude,
        Policy = Policy,
        Schedules = Schedule,
        Plugin = Plugin,
    };
}
