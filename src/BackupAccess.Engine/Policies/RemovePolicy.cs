using BackupAccess.Engine.Access;
using BackupAccess.Engine.Configurations;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Policies;

/// <summary>Removes a policy that nothing names.</summary>
public sealed record RemovePolicy(string Policy) : IOperation<Policy>;

internal sealed class RemovePolicyHandler : ChangeHandler<RemovePolicy, PolicySubject, Policy>
{
    public override IReadOnlyList<TargetKind> Targets => [TargetKind.Profile];

    public override UnnamedTarget Unnamed => UnnamedTarget.Nothing;

    public override PolicySubject Resolve(RemovePolicy request, OperationContext context) => PolicySubject.Find(context, request.Policy);

    public override Policy Handle(RemovePolicy request, PolicySubject subject, OperationContext context)
    {
        if (ConfigurationStore.NamingPolicy(context.Db, subject.Policy.Name) is [var user, ..])
        {
            throw new ConflictException("PolicyInUse", $"The policy \"{subject.Policy.Name}\" is that of \"{user.Path}\".");
        }

        Policy removed = PolicyLookup.Show(context, subject.Policy);
        PolicyStore.Delete(context.Db, subject.Policy.Id);
        return removed;
    }
}
