using System.Management.Automation;
using BackupAccess.Engine.Configurations;
using BackupAccess.Engine.Profiles;
using BackupAccess.PowerShell.Binding;
using BackupAccess.PowerShell.Completion;

namespace BackupAccess.PowerShell.Configurations.Commands;

/// <summary>Lists configurations, or what holds for each and what says so.</summary>
[Cmdlet(VerbsCommon.Get, "BkConfiguration")]
[OutputType(typeof(Configuration), typeof(EffectiveValue))]
public sealed class GetBkConfigurationCommand : BkQueryCmdlet
{
    // Not by the property of that name, which a profile has too.
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ConfigurationCompleter))]
    [ConfigurationObject]
    [ValidateNotNullOrEmpty]
    public ConfigurationReference[] Name { get; set; } = [];

    [Parameter(ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ProfileCompleter))]
    [ProfileObject]
    [ValidateNotNullOrEmpty]
    public ProfileReference[] Profile { get; set; } = [];

    [Parameter]
    public SwitchParameter Effective { get; set; }

    protected override void ProcessRecord()
    {
        string[] names = [.. Name.Select(name => name.Id?.ToString() ?? name.Text)];
        string[] profiles = [.. Profile.Select(profile => profile.Text)];
        Attempt(Only(Name), () =>
        {
            IEnumerable<Configuration> found = List(new ListConfigurations(names, profiles));
            if (Effective)
            {
                Configuration[] saved = [.. found.Where(configuration => configuration.Id is not null)];
                RequireNamed("configuration", names, name => Array.Exists(saved, configuration => IsNamed(configuration, name)));
                foreach (Configuration configuration in saved)
                {
                    Attempt(configuration, () => EmitAll(Invoke(new GetEffectiveConfiguration(new ConfigurationReference(configuration)))));
                }
            }
            else
            {
                EmitNamed("configuration", names, found, IsNamed);
            }

            RequireProfiles(Profile);
        });
    }

    private static bool IsNamed(Configuration configuration, string asked) =>
        IsNamed(asked.Contains('/', StringComparison.Ordinal) ? configuration.Path : configuration.Name, configuration.Id, asked);
}
