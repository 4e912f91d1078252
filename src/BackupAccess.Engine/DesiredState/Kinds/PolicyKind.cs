using BackupAccess.Engine.Access;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Policies;

namespace BackupAccess.Engine.DesiredState.Kinds;

/// <summary><c>policies</c>: how backups go, and for each label, as <c>daily</c>, how many are kept and for how many days. What is declared is the whole policy.</summary>
internal sealed class PolicyKind : DeclaredKind
{
    public override string Field => "policies";

    public override string Kind => "policy";

    public override void Check(Declaration declared)
    {
        Ruled policy = (Ruled)declared;
        new AddPolicyHandler().Validate(new AddPolicy(policy.Name, policy.Rules, policy.Deletion));
    }

    public override void RequireReadable(OperationContext context) => Require<ListPolicies>(context, Target.None);

    public override void Plan(Declaration declared, IPlan plan)
    {
        Ruled policy = (Ruled)declared;
        PolicyRow? known = PolicyStore.Find(plan.Context.Db, declared.Name);
        LabelRule[] rules = [.. policy.Rules.Where(rule => !rule.IsEmpty)];
        FieldChanges fields = new();
        fields.Add("deletion", known?.Deletion, $"{policy.Deletion}");
        foreach (RetentionLabel label in Enum.GetValues<RetentionLabel>())
        {
            fields.Add(FieldOf(label), Words(known?.RuleList, label), Words(rules, label));
        }

        LabelRule[] cleared = [.. (known?.RuleList ?? []).Where(old => !rules.Any(rule => rule.Label == old.Label)).Select(old => old with { Keep = null, Days = null })];
        plan.Add(known is null ? StateAction.Create : StateAction.Change, Kind, known?.Name ?? declared.Name, fields, context => _ = known is null
            ? context.Invoke(new AddPolicy(declared.Name, rules, policy.Deletion))
            : context.Invoke(new UpdatePolicy(known.Name, [.. rules, .. cleared], policy.Deletion)));
    }

    /// <summary>A label as a field, in lower case.</summary>
    public static string FieldOf(RetentionLabel label) => label.ToString().ToLowerInvariant();

    public override void Export(OperationContext context, StateYaml yaml) => yaml.Section(Field, PolicyStore.All(context.Db), policy =>
    [
        ("name", StateYaml.Text(policy.Name)),
        ("deletion", policy.Deletion),
        .. policy.RuleList.Select(rule => (FieldOf(rule.Label), (string?)$"{{ {string.Join(", ", Limits(rule))} }}")),
    ]);

    protected override Declaration ReadEntry(MapReader entry) => new Ruled(
        entry.At,
        entry.RequireText("name"),
        [.. Enum.GetValues<RetentionLabel>().Select(label => ReadRule(entry, label)).OfType<LabelRule>()],
        entry.Choice<PolicyDeletion>("deletion") ?? PolicyDeletion.CountAndAge);

    private static LabelRule? ReadRule(MapReader entry, RetentionLabel label)
    {
        if (entry.Map(FieldOf(label)) is not { } map)
        {
            return null;
        }

        LabelRule rule = new(label, map.Integer("keep").Value, map.Integer("days").Value);
        map.Finish();
        return rule;
    }

    private static IEnumerable<string> Limits(LabelRule rule)
    {
        if (rule.Keep is { } keep)
        {
            yield return $"keep: {keep}";
        }

        if (rule.Days is { } days)
        {
            yield return $"days: {days}";
        }
    }

    private static string? Words(IReadOnlyList<LabelRule>? rules, RetentionLabel label) =>
        rules?.FirstOrDefault(rule => rule.Label == label) is not { } rule ? null : $"{rule}"[(label.ToString().Length + 1)..];

    private sealed record Ruled(Position At, string Name, IReadOnlyList<LabelRule> Rules, PolicyDeletion Deletion) : Declaration(At, Name);
}
