using BackupAccess.Engine.Access;
using BackupAccess.Engine.Configurations;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Policies;

/// <summary>Finds policies, which whoever holds an operation on them may know of, and shows them.</summary>
internal static class PolicyLookup
{
    /// <exception cref="NotFoundException">There is none of that name or id.</exception>
    public static PolicyRow Find(OperationContext context, string policy) =>
        PolicyStore.Find(context.Db, policy)
        ?? (Guid.TryParse(policy, out Guid id) ? PolicyStore.Find(context.Db, id) : null)
        ?? throw new NotFoundException("policy", Names.Printable(policy));

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
}
