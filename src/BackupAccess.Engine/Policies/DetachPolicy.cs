using BackupAccess.Engine.Access;
using BackupAccess.Engine.Configurations;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Profiles;

namespace BackupAccess.Engine.Policies;

/// <summary>Ends that a configuration's, or a profile's, own text names a policy: what stands above it holds then.</summary>
/// <param name="Policy">The policy, which is the one that is named.</param>
/// <param name="Configuration">The configuration; null for the profile.</param>
/// <param name="Profile">The profile; null for the configuration. One of the two is named.</param>
public sealed record DetachPolicy(string Policy, ConfigurationReference? Configuration, ProfileReference? Profile) : IOperation<Configuration>;

internal sealed class DetachPolicyHandler : ChangeHandler<DetachPolicy, PolicyHolder, Configuration>
{
    public override IReadOnlyList<TargetKind> Targets => [TargetKind.Profile];

    // A policy that stands above, and keeps less, may hold then.
    public override bool DestroysBackups => true;

    public override void Validate(DetachPolicy request) => PolicyHolder.RequireOne(request.Configuration, request.Profile);

    public override string? ReasonOf(DetachPolicy request) => request.Policy;

    public override PolicyHolder Resolve(DetachPolicy request, OperationContext context) => PolicyHolder.Find(context, request.Configuration, request.Profile);

    public override Configuration Handle(DetachPolicy request, PolicyHolder holder, OperationContext context)
    {
        PolicyRow policy = PolicyLookup.Find(context, request.Policy);
        return holder.Names(policy)
            ? holder.Set(context, policy: null)
            : throw new NotFoundException($"policy of {holder.Row.Path}", policy.Name);
    }
}
