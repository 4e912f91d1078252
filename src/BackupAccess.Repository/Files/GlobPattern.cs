namespace BackupAccess.Repository.Files;

/// <summary>One pattern of <see cref="GlobExcludes"/>, matched in time proportional to pattern times path.</summary>
internal sealed class GlobPattern
{
    // Null stands for "**": any number of names, none too.
    private readonly GlobName?[] _names;
    private readonly bool _directoriesOnly;

    private GlobPattern(GlobName?[] names, bool directoriesOnly, bool takesBack)
    {
        _names = names;
        _directoriesOnly = directoriesOnly;
        TakesBack = takesBack;
    }

    /// <summary>Whether a match includes what an earlier pattern excluded.</summary>
    public bool TakesBack { get; }

    /// <exception cref="FormatException">The pattern means nothing, or a set in it isn't closed.</exception>
    public static GlobPattern Parse(string pattern)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        if (pattern.StartsWith('#'))
        {
            throw new FormatException($"The pattern \"{pattern}\" is a comment.");
        }

        bool takesBack = pattern.StartsWith('!');
        string rest = TrimSpaces(takesBack ? pattern[1..] : pattern);
        bool directoriesOnly = rest.EndsWith('/');
        rest = directoriesOnly ? rest[..^1] : rest;
        bool anchored = rest.Contains('/');
        rest = rest.StartsWith('/') ? rest[1..] : rest;
        string[] names = rest.Split('/');
        if (names.Any(string.IsNullOrEmpty))
        {
            throw new FormatException($"The pattern \"{pattern}\" has an empty name.");
        }

        if (names.Any(name => name is "." or ".."))
        {
            throw new FormatException($"The pattern \"{pattern}\" has a name that nothing has.");
        }

        List<GlobName?> compiled = [.. names.Select(name => name == "**" ? null : GlobName.Parse(name, pattern))];
        if (!anchored)
        {
            compiled.Insert(0, null);
        }

        // "a/**" is what lies in a, not a itself.
        if (compiled[^1] is null)
        {
            compiled.Add(GlobName.Parse("*", pattern));
        }

        return new GlobPattern([.. compiled], directoriesOnly, takesBack);
    }

    private static string TrimSpaces(string pattern)
    {
        string trimmed = pattern.TrimEnd(' ');
        bool isEscaped = trimmed.Reverse().TakeWhile(character => character == '\\').Count() % 2 == 1;
        return isEscaped && trimmed.Length < pattern.Length ? trimmed + ' ' : trimmed;
    }

    public bool IsMatch(ReadOnlySpan<byte> path, bool isDirectory)
    {
        if (_directoriesOnly && !isDirectory)
        {
            return false;
        }

        int name = 0;
        int starName = -1;
        ReadOnlySpan<byte> starPath = default;
        while (!path.IsEmpty)
        {
            if (name < _names.Length && _names[name] is null)
            {
                starName = name++;
                starPath = path;
                continue;
            }

            int end = path.IndexOf((byte)'/');
            ReadOnlySpan<byte> segment = end < 0 ? path : path[..end];
            if (name < _names.Length && _names[name]!.IsMatch(segment))
            {
                name++;
                path = end < 0 ? default : path[(end + 1)..];
                continue;
            }

            int skipped = starName < 0 ? -1 : starPath.IndexOf((byte)'/');
            if (skipped < 0)
            {
                return false;
            }

            starPath = path = starPath[(skipped + 1)..];
            name = starName + 1;
        }

        return name == _names.Length;
    }
}
