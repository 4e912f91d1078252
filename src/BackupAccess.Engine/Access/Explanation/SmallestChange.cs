using BackupAccess.Engine.Access.Compilation;

namespace BackupAccess.Engine.Access.Explanation;

/// <summary>
/// Finds the smallest change that allows what is refused: every role that could be assigned, renewed or widened, with and
/// without more reach, is put to the deciding function, and of what it allows the least wins: fewest reaches over
/// everything, then fewest operations given, then fewest steps.
/// </summary>
internal static class SmallestChange
{
    /// <param name="question">What is asked.</param>
    /// <param name="candidates">What may be proposed.</param>
    /// <returns>No step where it is allowed already; null where nothing that may be proposed allows it.</returns>
    public static IReadOnlyList<AccessStep>? Find(AccessQuestion question, AccessCandidates candidates)
    {
        AccessStep[] needed = [.. AccessCandidates.StepsOfUser(question.Policy, question.Now)];
        AccessQuestion standing = Apply(question, needed);
        AccessStep[][] reaches = [.. Subsets([.. candidates.StepsOfReach(standing)])];
        AccessStep[][] roles = [[], .. candidates.StepsOfRoles(standing).Select(step => new[] { step })];
        AccessStep[]? smallest = null;
        foreach (AccessStep[] role in roles)
        {
            foreach (AccessStep[] reach in reaches)
            {
                AccessStep[] steps = [.. role, .. reach];
                if ((smallest is null || IsSmaller(steps, smallest)) && Apply(standing, steps).IsAllowed)
                {
                    smallest = steps;
                }
            }
        }

        return smallest is null ? null : [.. needed, .. smallest];
    }

    public static AccessQuestion Apply(AccessQuestion question, IEnumerable<AccessStep> steps) =>
        steps.Aggregate(question, (changed, step) => step.Apply(changed));

    private static bool IsSmaller(AccessStep[] steps, AccessStep[] than) => Cost(steps).CompareTo(Cost(than)) < 0;

    private static (int Reaches, int Operations, int Steps, int Kinds) Cost(AccessStep[] steps) =>
        (steps.Sum(step => step.Reaches), steps.Sum(step => step.Operations), steps.Length, steps.Sum(step => (int)step.Kind));

    private static IEnumerable<AccessStep[]> Subsets(AccessStep[] steps) =>
        Enumerable.Range(0, 1 << steps.Length).Select(mask => steps.Where((_, place) => (mask & (1 << place)) != 0).ToArray());
}
