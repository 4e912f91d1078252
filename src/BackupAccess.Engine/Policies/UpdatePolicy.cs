using BackupAccess.Engine.Access;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Policies;

/// <summary>Changes a policy: a rule takes the place of its label's, one that says nothing ends it; other labels' stay, and so does what is null.</summary>
public sealed record UpdatePolicy(string Policy, IReadOnlyList<LabelRule> Rules, PolicyDeletion? Deletion) : IOperation<Policy>;

internal sealed class UpdatePolicyHandler : ChangeHandler<UpdatePolicy, PolicySubject, Policy>
{
    public override IReadOnlyList<TargetKind> Targets => [TargetKind.Profile];

    public override UnnamedTarget Unnamed => UnnamedTarget.Nothing;

    // Backups that the rules of before kept may go.
    public override bool DestroysBackups => true;

    public override void Validate(UpdatePolicy request) => PolicyLookup.RequireValid(request.Rules, deletion: null);

    public override PolicySubject Resolve(UpdatePolicy request, OperationContext context) => PolicySubject.Find(context, request.Policy);

    public override Policy Handle(UpdatePolicy request, PolicySubject subject, OperationContext context)
    {
        LabelRule[] rules = [.. subject.Policy.RuleList
            .Where(old => !request.Rules.Any(rule => rule.Label == old.Label))
            .Concat(request.Rules.Where(rule => !rule.IsEmpty))];
        PolicyDeletion deletion = request.Deletion ?? subject.Policy.DeletionKind;
        PolicyLookup.RequireValid(rules, deletion);
        PolicyRow changed = subject.Policy with { Rules = PolicyRow.ToJson(rules), Deletion = deletion.ToString() };
        PolicyStore.Update(context.Db, changed);
        context.Tell($"{string.Join(", ", changed.RuleList)}; {deletion}");
        return PolicyLookup.Show(context, changed);
    }
}
