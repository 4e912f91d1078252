using BackupAccess.Engine.Access;
using BackupAccess.Engine.Configurations;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Profiles;

namespace BackupAccess.Engine.Policies;

/// <summary>Has a configuration, or a profile's configurations that name none themselves, keep its backups by a policy. Who saved it stays who it runs as.</summary>
/// <param name="Policy">The policy.</param>
/// <param name="Configuration">The configuration; null for the profile.</param>
/// <param name="Profile">The profile; null for the configuration. One of the two is named.</param>
public sealed record AssignPolicy(string Policy, ConfigurationReference? Configuration, ProfileReference? Profile) : IOperation<Configuration>;

internal sealed class AssignPolicyHandler : ChangeHandler<AssignPolicy, PolicyHolder, Configuration>
{
    public override IReadOnlyList<TargetKind> Targets => [TargetKind.Profile];

    // Backups that another policy kept may go.
    public override bool DestroysBackups => true;

    public override void Validate(AssignPolicy request) => PolicyHolder.RequireOne(request.Configuration, request.Profile);

    public override PolicyHolder Resolve(AssignPolicy request, OperationContext context) => PolicyHolder.Find(context, request.Configuration, request.Profile);

    public override string? ReasonOf(AssignPolicy request) => request.Policy;

    public override Configuration Handle(AssignPolicy request, PolicyHolder holder, OperationContext context) =>
        holder.Set(context, PolicyLookup.Find(context, request.Policy).Name);
}
