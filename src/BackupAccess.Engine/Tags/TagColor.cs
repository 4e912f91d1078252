using System.Globalization;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Tags;

/// <summary>A tag's colour, <c>#rrggbb</c> in hexadecimal.</summary>
internal static partial class TagColor
{
    private const int Colors = 1 << 24;

    /// <exception cref="InvalidRequestException">It is no such colour.</exception>
    public static void RequireValid(string? color)
    {
        if (color is not null && !Pattern().IsMatch(color))
        {
            throw new InvalidRequestException("InvalidValue", $"\"{Names.Printable(color)}\" is no colour as #1a2b3c.");
        }
    }

    public static string Normalize(string color) => color.ToLowerInvariant();

    public static string Random() => string.Create(CultureInfo.InvariantCulture, $"#{RandomNumberGenerator.GetInt32(Colors):x6}");

    [GeneratedRegex(@"^#[0-9A-Fa-f]{6}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
