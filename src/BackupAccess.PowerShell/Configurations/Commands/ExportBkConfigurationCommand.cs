using System.Management.Automation;
using BackupAccess.Engine.Configurations;
using BackupAccess.Engine.Operations;
using BackupAccess.PowerShell.Binding;
using BackupAccess.PowerShell.Completion;

namespace BackupAccess.PowerShell.Configurations.Commands;

/// <summary>Writes configurations as saved into files of their names.</summary>
[Cmdlet(VerbsData.Export, "BkConfiguration", SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class ExportBkConfigurationCommand : BkQueryCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ConfigurationCompleter))]
    [ConfigurationObject]
    public ConfigurationReference[] Configuration { get; set; } = [];

    /// <summary>The folder; it is made where it is missing.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    public string Destination { get; set; } = "";

    /// <summary>Writes over files that are there.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    protected override void ProcessRecord()
    {
        string[] names = [.. Configuration.Select(configuration => configuration.Id?.ToString() ?? configuration.Text)];
        string[] patterns = [.. names.Select(WildcardPattern.Escape)];
        Attempt(Only(Configuration), () =>
        {
            Configuration[] saved = [.. List(new ListConfigurations(patterns, [])).Where(configuration => configuration.Id is not null)];
            foreach (Configuration configuration in saved)
            {
                string file = Path.Combine(GetUnresolvedProviderPathFromPSPath(Destination), $"{configuration.Name}.yaml");
                if (ShouldProcess(file, $"Export configuration {configuration}"))
                {
                    Attempt(configuration, () => Emit(Write(file, configuration.Text)));
                }
            }

            RequireNamed("configuration", names, name => Array.Exists(
                saved, configuration => IsNamed(name.Contains('/', StringComparison.Ordinal) ? configuration.Path : configuration.Name, configuration.Id, name)));
        });
    }

    private FileInfo Write(string file, string text)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            using FileStream stream = new(file, Force ? FileMode.Create : FileMode.CreateNew, FileAccess.Write);
            using StreamWriter writer = new(stream);
            writer.Write(text);
        }
        catch (IOException) when (!Force && File.Exists(file))
        {
            throw new ConflictException("AlreadyExists", $"There is a file \"{file}\" already.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StateException("DestinationUnavailable", $"\"{file}\" can't be written: {e.Message}", e);
        }

        return new FileInfo(file);
    }
}
