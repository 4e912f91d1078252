using BackupAccess.Engine.Access;
using BackupAccess.Engine.Configurations;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Profiles;

namespace BackupAccess.Engine.Policies;

/// <summary>Ends that a configuration's, or a profile's, own text names a policy: what stands above it holds then.</summary>
/// <param name="Configuration">The configuration; null for the profile.</param>
/// <param name="Profile">The profile; null for the configuration. One of the two is named.</param>
public sealed record DetachPolicy(ConfigurationReference? Configuration, ProfileReference? Profile) : IOperation<Configuration>;

internal sealed class DetachPolicyHandler : ChangeHandler<DetachPolicy, PolicyHolder, Configuration>
{
    public override IReadOnlyList<TargetKind> Targets => [TargetKind.Profile];

    public override void Validate(DetachPolicy request) => PolicyHolder.RequireOne(request.Configuration, request.Profile);

    public override PolicyHolder Resolve(DetachPolicy request, OperationContext context) => PolicyHolder.Find(context, request.Configuration, request.Profile);

    public override Configuration Handle(DetachPolicy request, PolicyHolder holder, OperationContext context) => holder.Set(context, policy: null);
}
