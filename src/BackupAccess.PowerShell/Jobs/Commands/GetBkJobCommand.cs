using System.Management.Automation;
using BackupAccess.Engine.Configurations;
using BackupAccess.Engine.Jobs;
using BackupAccess.Engine.Profiles;
using BackupAccess.PowerShell.Binding;
using BackupAccess.PowerShell.Completion;

namespace BackupAccess.PowerShell.Jobs.Commands;

/// <summary>Lists the runs of configurations, the newest first.</summary>
[Cmdlet(VerbsCommon.Get, "BkJob")]
[OutputType(typeof(BackupJob))]
public sealed class GetBkJobCommand : BkQueryCmdlet
{
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ConfigurationCompleter))]
    [ConfigurationObject]
    [ValidateNotNullOrEmpty]
    public ConfigurationReference[] Configuration { get; set; } = [];

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ProfileCompleter))]
    [ProfileObject]
    [ValidateNotNullOrEmpty]
    public ProfileReference[] Profile { get; set; } = [];

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("JobId")]
    public Guid[] Id { get; set; } = [];

    [Parameter]
    public DateTimeOffset? Since { get; set; }

    protected override void ProcessRecord() => Attempt(target: null, () =>
    {
        string[] ids = [.. Id.Select(id => id.ToString())];
        EmitNamed(
            "job",
            ids,
            List(new ListJobs(ids, [.. Configuration.Select(configuration => configuration.Id?.ToString() ?? configuration.Text)], [.. Profile.Select(profile => profile.Text)], Since)),
            (job, id) => job.Id == Guid.Parse(id));
        RequireProfiles(Profile);
    });
}
