namespace BackupAccess.Engine.Operations;

/// <summary>
/// Wildcards as PowerShell has them: <c>*</c> for any text, <c>?</c> for one character, <c>[a-z]</c> for one of a set,
/// and a backtick before a character that stands for itself. A bracket that nothing closes stands for itself.
/// </summary>
internal static class Wildcards
{
    private const char Escape = '`';

    /// <summary>Whether a pattern stands for nothing but itself.</summary>
    public static bool IsLiteral(string pattern) => pattern.AsSpan().IndexOfAny("*?[`") < 0;

    /// <summary>Whether the whole name matches; takes at most the product of the two lengths.</summary>
    public static bool Match(string pattern, string name, StringComparison comparison)
    {
        (int p, int n) = (0, 0);
        (int starAt, int starName) = (-1, 0);
        while (n < name.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                (starAt, starName) = (p++, n);
            }
            else if (p < pattern.Length && MatchOne(pattern, p, name[n], comparison) is > 0 and int length)
            {
                (p, n) = (p + length, n + 1);
            }
            else if (starAt >= 0)
            {
                (p, n) = (starAt + 1, ++starName);
            }
            else
            {
                return false;
            }
        }

        return pattern.AsSpan(p).TrimStart('*').IsEmpty;
    }

    /// <returns>The length of the pattern's part that matches the character; 0 where it doesn't.</returns>
    private static int MatchOne(string pattern, int at, char character, StringComparison comparison)
    {
        switch (pattern[at])
        {
            case '?':
                return 1;
            case Escape when at + 1 < pattern.Length:
                return AreEqual(pattern[at + 1], character, comparison) ? 2 : 0;
            case '[' when pattern.IndexOf(']', at + 1) is > 0 and int end && end > at + 1:
                return IsInSet(pattern.AsSpan(at + 1, end - at - 1), character, comparison) ? end - at + 1 : 0;
            default:
                return AreEqual(pattern[at], character, comparison) ? 1 : 0;
        }
    }

    private static bool IsInSet(ReadOnlySpan<char> set, char character, StringComparison comparison)
    {
        for (int i = 0; i < set.Length; i++)
        {
            bool isRange = i + 2 < set.Length && set[i + 1] == '-';
            if (isRange ? IsBetween(set[i], set[i + 2], character, comparison) : AreEqual(set[i], character, comparison))
            {
                return true;
            }

            i += isRange ? 2 : 0;
        }

        return false;
    }

    private static bool IsBetween(char first, char last, char character, StringComparison comparison) =>
        (first <= character && character <= last)
        || (comparison == StringComparison.OrdinalIgnoreCase
            && ((first <= char.ToLowerInvariant(character) && char.ToLowerInvariant(character) <= last)
                || (first <= char.ToUpperInvariant(character) && char.ToUpperInvariant(character) <= last)));

    private static bool AreEqual(char left, char right, StringComparison comparison) =>
        left == right || (comparison == StringComparison.OrdinalIgnoreCase && char.ToUpperInvariant(left) == char.ToUpperInvariant(right));
}
