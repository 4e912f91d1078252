using BackupAccess.Engine.Access;
using BackupAccess.Engine.Configurations;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Policies;

/// <summary>Finds policies for a caller, and shows them.</summary>
internal static class PolicyLookup
{
    /// <exception cref="NotFoundException">There is none of that name or id, or none that the caller may know of.</exception>
    public static PolicyRow Find(OperationContext context, string policy)
    {
        PolicyRow? found = Any(context.Db, policy);
        return found is not null && context.MayKnow<ListPolicies>(Target.None)
            ? found
            : throw new NotFoundException("policy", Names.Printable(policy)) { IsHidden = found is not null };
    }

    /// <summary>The policies that the caller may name, where the operation asked for is about something else.</summary>
    public static IReadOnlyList<PolicyRow> Known(OperationContext context) => context.Allows<ListPolicies>(Target.None) ? PolicyStore.All(context.Db) : [];

    public static Policy Show(OperationContext context, PolicyRow policy) => new()
    {
        Id = Guid.Parse(policy.Id),
        Name = policy.Name,
        Rules = policy.RuleList,
        Deletion = policy.DeletionKind,
        UsedBy = [.. ConfigurationStore.NamingPolicy(context.Db, policy.Name).Where(user => ConfigurationLookup.IsKnown(context, user)).Select(user => user.Path)],
        Created = policy.CreatedAt.ToTime(),
    };

    /// <exception cref="InvalidRequestException">Rules can't hold together.</exception>
    public static void RequireValid(IReadOnlyList<LabelRule> rules, PolicyDeletion? deletion)
    {
        foreach (LabelRule rule in rules)
        {
            if (rule.Keep is < 0 or > 100_000)
            {
                throw Refuse($"A count of {rule.Label} backups is 0 to 100000.");
            }

            if (rule.Days is < 1 or > 36_500)
            {
                throw Refuse($"An age of {rule.Label} backups is 1 to 36500 days.");
            }

            if (deletion == PolicyDeletion.AgeOnly && rule is { IsEmpty: false, Days: null })
            {
                throw Refuse($"A policy that goes by age alone has an age for its {rule.Label} backups.");
            }
        }

        if (rules.GroupBy(rule => rule.Label).FirstOrDefault(same => same.Count() > 1) is { } twice)
        {
            throw Refuse($"There are two rules for {twice.Key} backups.");
        }
    }

    private static InvalidRequestException Refuse(string message) => new("InvalidValue", message);

    private static PolicyRow? Any(StateConnection db, string policy) =>
        PolicyStore.Find(db, policy) ?? (Guid.TryParse(policy, out Guid id) ? PolicyStore.Find(db, id) : null);
}
