namespace BackupAccess.Repository.Files;

/// <summary>
/// Excludes by patterns as in a .gitignore, relative to the item's root: <c>*</c> and <c>?</c> stay within a name,
/// <c>**</c> crosses directories, <c>[a-z]</c>, <c>[!a-z]</c> and <c>[[:digit:]]</c> are sets, a leading or inner slash anchors
/// at the root, a trailing slash means directories only, a leading <c>!</c> takes back, a backslash makes the next character
/// plain, spaces at the end don't count unless there is a backslash before them. What a .gitignore would pass over in silence
/// is refused: a comment, and what can match nothing.
/// The last pattern that matches decides; what lies in an excluded directory can't be taken back.
/// </summary>
public sealed class GlobExcludes : IExcludeRules
{
    private readonly GlobPattern[] _patterns;

    /// <exception cref="FormatException">A pattern means nothing, or a set in it isn't closed.</exception>
    public GlobExcludes(IEnumerable<string> patterns) => _patterns = [.. patterns.Select(GlobPattern.Parse)];

    public bool IsExcluded(ReadOnlySpan<byte> relativePath, bool isDirectory)
    {
        for (int i = _patterns.Length - 1; i >= 0; i--)
        {
            if (_patterns[i].IsMatch(relativePath, isDirectory))
            {
                return !_patterns[i].TakesBack;
            }
        }

        return false;
    }
}
