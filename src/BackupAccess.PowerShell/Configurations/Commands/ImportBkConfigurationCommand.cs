using System.Management.Automation;
using BackupAccess.Engine.Configurations;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Profiles;
using BackupAccess.PowerShell.Binding;
using BackupAccess.PowerShell.Completion;

namespace BackupAccess.PowerShell.Configurations.Commands;

/// <summary>Saves what was edited by hand in profiles' folders, or what files elsewhere hold; it runs as who imports it.</summary>
[Cmdlet(VerbsData.Import, "BkConfiguration", SupportsShouldProcess = true, DefaultParameterSetName = "Folder")]
[OutputType(typeof(Configuration))]
public sealed class ImportBkConfigurationCommand : BkApprovableCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "Folder", ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "Path", ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ProfileCompleter))]
    [ProfileObject]
    public ProfileReference[] Profile { get; set; } = [];

    /// <summary>None means all that was edited or put there.</summary>
    [Parameter(Position = 1, ParameterSetName = "Folder")]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = [];

    /// <summary>As Get-BkConfiguration lists them, new ones too.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Configuration", ValueFromPipeline = true)]
    [ArgumentCompleter(typeof(ConfigurationCompleter))]
    [ConfigurationObject]
    public ConfigurationReference[] Configuration { get; set; } = [];

    /// <summary>A file's name without its ending is the configuration's.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Path")]
    public string[] Path { get; set; } = [];

    /// <summary>Saves over an edit by hand that isn't imported.</summary>
    [Parameter(ParameterSetName = "Path")]
    public SwitchParameter Force { get; set; }

    protected override void ProcessRecord()
    {
        foreach (ConfigurationReference configuration in Configuration)
        {
            string[] path = configuration.Text.Split('/', 2);
            Attempt(configuration, () => ImportEdit(
                new ProfileReference(path[0]), path is [_, var name] ? name : throw new InvalidRequestException("InvalidValue", $"\"{configuration}\" is not a configuration as profile/name.")));
        }

        foreach (ProfileReference profile in Profile)
        {
            Attempt(profile, () => Import(profile));
        }
    }

    private void Import(ProfileReference profile)
    {
        foreach (string file in Path.SelectMany(path => GetResolvedProviderPathFromPSPath(path, out _)))
        {
            ImportFile(profile, file);
        }

        foreach (string name in Path.Length > 0 ? [] : Name.Length > 0 ? Name : Pending(profile))
        {
            ImportEdit(profile, name);
        }
    }

    private string[] Pending(ProfileReference profile) => [.. List(new ListConfigurations([], [WildcardPattern.Escape(profile.Text)]))
        .Where(configuration => configuration.State is ConfigurationFileState.New or ConfigurationFileState.Edited)
        .Select(configuration => configuration.Name)];

    private void ImportEdit(ProfileReference profile, string name)
    {
        string path = $"{profile}/{name}";
        if (ShouldProcess(path, "Import configuration"))
        {
            Attempt(path, () => Emit(Invoke(new ImportConfiguration(profile, name))));
        }
    }

    private void ImportFile(ProfileReference profile, string file)
    {
        string name = System.IO.Path.GetFileNameWithoutExtension(file);
        string path = $"{profile}/{name}";
        if (ShouldProcess(path, $"Import configuration from {file}"))
        {
            Attempt(path, () =>
            {
                string text = TextFile.Read(file);
                bool isSaved = List(new ListConfigurations([WildcardPattern.Escape(path)], [])).Any(configuration => configuration.Id is not null);
                Emit(isSaved
                    ? Invoke(new UpdateConfiguration(new ConfigurationReference(path), text, Force ? PendingEdit.Discard : PendingEdit.Keep))
                    : Invoke(new CreateConfiguration(profile, name, text)));
            });
        }
    }
}
