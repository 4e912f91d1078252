using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Policies;

/// <summary>Makes a policy. A label without a rule keeps all of its backups.</summary>
public sealed record AddPolicy(string Name, IReadOnlyList<LabelRule> Rules, PolicyDeletion Deletion) : IOperation<Policy>;

internal sealed class AddPolicyHandler : ChangeHandler<AddPolicy, NoSubject, Policy>
{
    public override void Validate(AddPolicy request)
    {
        Names.RequireValid("policy", request.Name);
        PolicyLookup.RequireValid(request.Rules, request.Deletion);
    }

    public override NoSubject Resolve(AddPolicy request, OperationContext context) => new("policy", request.Name);

    public override ISubject About(NoSubject subject, Policy result) => subject with { Id = result.Id.ToString() };

    public override Policy Handle(AddPolicy request, NoSubject subject, OperationContext context)
    {
        if (PolicyStore.Find(context.Db, request.Name) is not null)
        {
            throw new ConflictException("AlreadyExists", $"There is a policy \"{request.Name}\" already.");
        }

        PolicyRow policy = new(
            context.NewId().ToString(), request.Name, PolicyRow.ToJson(request.Rules.Where(rule => !rule.IsEmpty)), request.Deletion.ToString(), context.Now);
        PolicyStore.Insert(context.Db, policy);
        return PolicyLookup.Show(context, policy);
    }
}
