using BackupAccess.Repository.Files;
using BackupAccess.Repository.Trees;

namespace BackupAccess.Repository.Searching;

/// <summary>
/// One pattern of a search, followed down a path name by name. Where a path stands in the pattern is a set of positions,
/// one bit each: what lies below two directories with the same tree and the same positions matches alike.
/// </summary>
internal sealed class SearchPattern
{
    private const int MaxNames = 62;

    // Null stands for "**": any number of names, none too.
    private readonly GlobName?[] _names;
    private readonly bool _directoriesOnly;

    private SearchPattern(GlobName?[] names, bool directoriesOnly)
    {
        _names = names;
        _directoriesOnly = directoriesOnly;
        Start = Skip(1);
    }

    /// <summary>Where the root stands.</summary>
    public ulong Start { get; }

    /// <exception cref="FormatException">The pattern is empty, has too many names, or a set in it isn't closed.</exception>
    public static SearchPattern Parse(string pattern)
    {
        bool directoriesOnly = pattern.EndsWith('/');
        string rest = directoriesOnly ? pattern[..^1] : pattern;
        bool isAnchored = rest.StartsWith('/');
        string[] names = (isAnchored ? rest[1..] : rest).Split('/');
        if (names.Any(string.IsNullOrEmpty) || names.Length > MaxNames)
        {
            throw new FormatException($"The pattern \"{pattern}\" has an empty name, or more than {MaxNames} names.");
        }

        IEnumerable<GlobName?> compiled = names.Select(name => name == "**" ? null : GlobName.Parse(name, pattern));
        return new SearchPattern([.. isAnchored ? compiled : compiled.Prepend(null)], directoriesOnly);
    }

    /// <summary>Where an entry stands whose directory stands at <paramref name="positions"/>; nowhere is 0.</summary>
    public ulong Follow(ulong positions, FileName name)
    {
        ulong next = 0;
        for (int i = 0; i < _names.Length; i++)
        {
            if ((positions & (1UL << i)) != 0)
            {
                next |= _names[i] is not { } glob ? 1UL << i : glob.IsMatch(name.Bytes) ? 1UL << (i + 1) : 0;
            }
        }

        return Skip(next);
    }

    public bool IsMatch(ulong positions, bool isDirectory) => (positions & (1UL << _names.Length)) != 0 && (isDirectory || !_directoriesOnly);

    /// <summary>Adds where each "**" ends that stands for no further name.</summary>
    private ulong Skip(ulong positions)
    {
        for (int i = 0; i < _names.Length; i++)
        {
            positions |= _names[i] is null && (positions & (1UL << i)) != 0 ? 1UL << (i + 1) : 0;
        }

        return positions;
    }
}
