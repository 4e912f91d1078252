namespace BackupAccess.Engine.Operations;

/// <summary>Names asked for in a list: each literal, or with wildcards (<see cref="Wildcards"/>), in any case; none asked for means all.</summary>
internal readonly struct NamePatterns(IReadOnlyList<string> patterns)
{
    public bool Matches(string? name)
    {
        if (patterns.Count == 0)
        {
            return true;
        }

        foreach (string pattern in patterns)
        {
            if (name is not null && Wildcards.Match(pattern, name, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether the object is asked for by its name or by its whole id.</summary>
    public bool Matches(string? name, string? id) =>
        Matches(name) || (id is not null && patterns.Contains(id, StringComparer.OrdinalIgnoreCase));
}
