namespace BackupAccess.Engine.DesiredState;

/// <summary>Finds the name that a misspelt one most likely means.</summary>
internal static class NearestName
{
    private const int MaxLength = 64;

    /// <returns>The nearest by Levenshtein distance, if that is a third of the length at most, rounded up; else null.</returns>
    public static string? Of(string name, IEnumerable<string> known) =>
        name.Length > MaxLength ? null : known
            .Select(candidate => (Name: candidate, Distance: Distance(name.ToLowerInvariant(), candidate.ToLowerInvariant())))
            .Where(candidate => candidate.Distance <= (candidate.Name.Length + 2) / 3)
            .OrderBy(candidate => candidate.Distance)
            .FirstOrDefault().Name;

    private static int Distance(string left, string right)
    {
        int[] previous = [.. Enumerable.Range(0, right.Length + 1)];
        int[] current = new int[right.Length + 1];
        for (int i = 0; i < left.Length; i++)
        {
            current[0] = i + 1;
            for (int j = 0; j < right.Length; j++)
            {
                int replace = previous[j] + (left[i] == right[j] ? 0 : 1);
                current[j + 1] = Math.Min(replace, Math.Min(previous[j + 1], current[j]) + 1);
            }

            (previous, current) = (current, previous);
        }

        return previous[right.Length];
    }
}
