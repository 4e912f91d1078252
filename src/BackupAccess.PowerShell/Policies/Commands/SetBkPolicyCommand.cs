using System.Management.Automation;
using BackupAccess.Engine.Configurations;
using BackupAccess.Engine.Policies;
using BackupAccess.Engine.Profiles;
using BackupAccess.PowerShell.Access;
using BackupAccess.PowerShell.Binding;
using BackupAccess.PowerShell.Completion;

namespace BackupAccess.PowerShell.Policies.Commands;

/// <summary>Changes retention policies' rules, and which configurations and profiles keep their backups by them.</summary>
[Cmdlet(VerbsCommon.Set, "BkPolicy", SupportsShouldProcess = true)]
[OutputType(typeof(Policy))]
public sealed class SetBkPolicyCommand : BkPolicyRulesCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Name")]
    [ArgumentCompleter(typeof(PolicyCompleter))]
    [NamedObject]
    public ObjectName[] Policy { get; set; } = [];

    /// <summary>Labels whose rules end.</summary>
    [Parameter]
    public RetentionLabel[] Clear { get; set; } = [];

    /// <summary>Configurations that the policy is assigned to.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(ConfigurationCompleter))]
    [ConfigurationObject]
    [ValidateNotNullOrEmpty]
    public ConfigurationReference[] Configuration { get; set; } = [];

    /// <summary>Profiles that the policy is assigned to.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(ProfileCompleter))]
    [ProfileObject]
    [ValidateNotNullOrEmpty]
    public ProfileReference[] Profile { get; set; } = [];

    /// <summary>Ends the assignment to the configurations and profiles that are named, instead.</summary>
    [Parameter]
    public SwitchParameter Detach { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override void ProcessRecord()
    {
        LabelRule[] rules = [.. Rules, .. Clear.Select(label => new LabelRule(label, Keep: null, Days: null))];
        foreach (ObjectName policy in Policy)
        {
            if ((rules.Length > 0 || Deletion is not null || Configuration.Length + Profile.Length == 0) && ShouldProcess(policy.Text, "Change policy"))
            {
                Attempt(policy, () => Emit(Invoke(new UpdatePolicy(policy.Text, rules, Deletion)), when: PassThru));
            }

            Assign(policy.Text);
        }
    }

    private void Assign(string policy)
    {
        foreach (ConfigurationReference configuration in Configuration)
        {
            Assign(policy, $"{configuration}", configuration, profile: null);
        }

        foreach (ProfileReference profile in Profile)
        {
            Assign(policy, $"{profile}", configuration: null, profile);
        }
    }

    private void Assign(string policy, string holder, ConfigurationReference? configuration, ProfileReference? profile)
    {
        if (ShouldProcess(holder, Detach ? $"Detach policy {policy}" : $"Assign policy {policy}"))
        {
            Attempt(holder, () => _ = Detach ? Invoke(new DetachPolicy(policy, configuration, profile)) : Invoke(new AssignPolicy(policy, configuration, profile)));
        }
    }
}
