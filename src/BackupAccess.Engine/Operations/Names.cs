using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace BackupAccess.Engine.Operations;

/// <summary>What names may be made of.</summary>
internal static partial class Names
{
    /// <summary>Longest name of a user, role or connector.</summary>
    public const int MaxLength = 64;

    private const int MaxReason = 500;

    /// <summary>Whether a text could be a name.</summary>
    public static bool IsValid(string? name) => name is not null && Pattern().IsMatch(name);

    /// <exception cref="InvalidRequestException">The name is empty, too long, or holds anything else.</exception>
    public static void RequireValid(string kind, string? name)
    {
        if (!IsValid(name))
        {
            throw new InvalidRequestException(
                "InvalidName",
                $"\"{Printable(name)}\" is no name for a {kind}: 1 to {MaxLength} letters, digits and . _ @ -, a letter or digit first.");
        }
    }

    /// <exception cref="InvalidRequestException">A reason is too long or isn't one line.</exception>
    public static void RequireReason(string? reason)
    {
        if (reason is not null && (reason.Length > MaxReason || reason.Any(char.IsControl)))
        {
            throw new InvalidRequestException("InvalidValue", $"A reason has at most {MaxReason} characters on one line.");
        }
    }

    /// <summary>Whether a text is one line in which nothing steers a terminal.</summary>
    public static bool IsPrintable(string text) => !text.EnumerateRunes().Any(rune => Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);

    /// <summary>A name as it may be shown: control characters as <c>\uNNNN</c>, cut at 200 characters.</summary>
    public static string Printable(string? name) =>
        string.Concat((name ?? "").Take(200).Select(c => char.IsControl(c) || char.GetUnicodeCategory(c) is UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator ? $"\\u{(int)c:x4}" : c.ToString()));

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9._@-]{0,63}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
