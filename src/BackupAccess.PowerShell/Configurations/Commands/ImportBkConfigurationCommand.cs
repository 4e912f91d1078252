using System.Management.Automation;
using BackupAccess.Engine.Configurations;
using BackupAccess.Engine.Profiles;
using BackupAccess.PowerShell.Binding;
using BackupAccess.PowerShell.Completion;

namespace BackupAccess.PowerShell.Configurations.Commands;

/// <summary>Saves what was edited by hand in profiles' folders, or what files elsewhere hold; it runs as who imports it.</summary>
[Cmdlet(VerbsData.Import, "BkConfiguration", SupportsShouldProcess = true, DefaultParameterSetName = "Folder")]
[OutputType(typeof(Configuration))]
public sealed class ImportBkConfigurationCommand : BkApprovableCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ProfileCompleter))]
    [ProfileObject]
    public ProfileReference? Profile { get; set; }

    /// <summary>None means all that was edited or put there.</summary>
    [Parameter(Position = 1, ParameterSetName = "Folder", ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = [];

    /// <summary>A file's name without its ending is the configuration's.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Path")]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>Saves over an edit by hand that isn't imported.</summary>
    [Parameter(ParameterSetName = "Path")]
    public SwitchParameter Force { get; set; }

    protected override void ProcessRecord() => Attempt(Profile, () =>
    {
        if (Path.Length > 0)
        {
            foreach (string file in Path.SelectMany(path => GetResolvedProviderPathFromPSPath(path, out _)))
            {
                ImportFile(file);
            }

            return;
        }

        foreach (string name in Name.Length > 0 ? Name : Pending())
        {
            string path = $"{Profile}/{name}";
            if (ShouldProcess(path, "Import configuration"))
            {
                Attempt(path, () => Emit(Invoke(new ImportConfiguration(Profile!, name))));
            }
        }
    });

    private string[] Pending() => [.. List(new ListConfigurations([], [WildcardPattern.Escape(Profile!.Text)]))
        .Where(configuration => configuration.State is ConfigurationFileState.New or ConfigurationFileState.Edited)
        .Select(configuration => configuration.Name)];

    private void ImportFile(string file)
    {
        string name = System.IO.Path.GetFileNameWithoutExtension(file);
        string path = $"{Profile}/{name}";
        if (ShouldProcess(path, $"Import configuration from {file}"))
        {
            Attempt(path, () =>
            {
                string text = TextFile.Read(file);
                bool isSaved = List(new ListConfigurations([WildcardPattern.Escape(path)], [])).Any(configuration => configuration.Id is not null);
                Emit(isSaved
                    ? Invoke(new UpdateConfiguration(new ConfigurationReference(path), text, Force ? PendingEdit.Discard : PendingEdit.Keep))
                    : Invoke(new CreateConfiguration(Profile!, name, text)));
            });
        }
    }
}
