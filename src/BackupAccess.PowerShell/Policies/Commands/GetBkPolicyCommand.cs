using System.Management.Automation;
using BackupAccess.Engine.Policies;
using BackupAccess.PowerShell.Access;
using BackupAccess.PowerShell.Binding;
using BackupAccess.PowerShell.Completion;

namespace BackupAccess.PowerShell.Policies.Commands;

/// <summary>Lists retention policies.</summary>
[Cmdlet(VerbsCommon.Get, "BkPolicy")]
[OutputType(typeof(Policy))]
public sealed class GetBkPolicyCommand : BkQueryCmdlet
{
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [Alias("Policy")]
    [ArgumentCompleter(typeof(PolicyCompleter))]
    [NamedObject]
    [ValidateNotNullOrEmpty]
    public ObjectName[] Name { get; set; } = [];

    protected override void ProcessRecord()
    {
        string[] names = [.. Name.Select(name => name.Text)];
        Attempt(Only(Name), () => EmitNamed("policy", names, List(new ListPolicies(names)), (policy, name) => IsNamed(policy.Name, policy.Id, name)));
    }
}
