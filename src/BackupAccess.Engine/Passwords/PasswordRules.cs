using System.Text;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.State;
using BackupAccess.Engine.Users;

namespace BackupAccess.Engine.Passwords;

/// <summary>Whether a password may be set, and for how long it opens the console.</summary>
internal static class PasswordRules
{
    public const int MinLength = 8;
    public const int MaxLength = 128;
    public const int Classes = 4;
    public const int MaxHistory = 24;
    public const int MaxAgeDays = 3650;

    private const long Day = 86_400_000_000;

    /// <summary>What holds under any policy.</summary>
    /// <exception cref="InvalidRequestException">The password is too short or too long.</exception>
    public static void RequireLength(Secret? password)
    {
        if (password is { CharCount: < MinLength or > MaxLength })
        {
            throw new InvalidRequestException("InvalidPassword", $"A password has {MinLength} to {MaxLength} characters.");
        }
    }

    /// <exception cref="InvalidRequestException">The password isn't what the policy asks for.</exception>
    public static void RequireAcceptable(PasswordPolicy policy, Secret password)
    {
        if (password.CharCount < policy.MinimumLength)
        {
            throw new InvalidRequestException("InvalidPassword", $"A password has {policy.MinimumLength} to {MaxLength} characters.");
        }

        if (CountClasses(password) < policy.RequiredClasses)
        {
            throw new InvalidRequestException(
                "InvalidPassword", $"A password has characters of {policy.RequiredClasses} of these: lower-case letters, upper-case letters, digits, others.");
        }
    }

    /// <summary>Compares with each password not to be taken again; each comparison takes as long as a sign-in.</summary>
    /// <exception cref="InvalidRequestException">The user had this password not long ago.</exception>
    public static void RequireNew(PasswordPolicy policy, Secret password, UserRow user, IReadOnlyList<string> former)
    {
        IEnumerable<string> last = user.PasswordHash is { } present ? former.Prepend(present) : former;
        if (last.Take(policy.History).Any(hash => PasswordHash.Verify(password, hash)))
        {
            throw new InvalidRequestException("InvalidPassword", $"The password is one of the last {policy.History} of \"{user.Name}\".");
        }
    }

    /// <summary>When the password stops opening the console; never where there is none or no maximum age.</summary>
    public static long EndOf(PasswordPolicy policy, UserRow user) =>
        policy.MaximumAgeDays == 0 || user.PasswordChangedAt is not { } changed ? UnixTime.Never : changed + (policy.MaximumAgeDays * Day);

    /// <summary>A password changed later than this opens the console at that moment.</summary>
    public static long OldestAt(PasswordPolicy policy, long now) => policy.MaximumAgeDays == 0 ? long.MinValue : now - (policy.MaximumAgeDays * Day);

    private static int CountClasses(Secret password)
    {
        bool lower = false;
        bool upper = false;
        bool digit = false;
        bool other = false;
        ReadOnlySpan<byte> rest = password.Utf8.Span;
        while (!rest.IsEmpty)
        {
            Rune.DecodeFromUtf8(rest, out Rune character, out int length);
            rest = rest[length..];
            bool isLower = Rune.IsLower(character);
            bool isUpper = Rune.IsUpper(character);
            bool isDigit = Rune.IsDigit(character);
            lower |= isLower;
            upper |= isUpper;
            digit |= isDigit;
            other |= !isLower && !isUpper && !isDigit;
        }

        return (lower ? 1 : 0) + (upper ? 1 : 0) + (digit ? 1 : 0) + (other ? 1 : 0);
    }
}
