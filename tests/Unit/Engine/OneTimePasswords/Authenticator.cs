using System.Text;
using BackupAccess.Engine.OneTimePasswords;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Sessions;

namespace BackupAccess.Engine.Tests.OneTimePasswords;

/// <summary>What a person's telephone does: keeps the secret that was typed into it, and shows codes by its clock.</summary>
internal sealed class Authenticator
{
    private readonly byte[] _secret;
    private readonly TestClock _clock;

    public Authenticator(OneTimePasswordEnrollment enrollment, TestClock clock)
    {
        Typed = Encoding.ASCII.GetString(enrollment.Secret.Utf8.Span);
        _secret = Decode(Typed);
        _clock = clock;
    }

    /// <summary>The secret, in base 32.</summary>
    public string Typed { get; }

    public byte[] SharedSecret => _secret;

    public string Code => Encoding.ASCII.GetString(Totp.CodeOf(_secret, _clock.GetUtcNow().ToUnixTimeSeconds() / 30));

    /// <summary>The code that comes next, when the one there is has been used.</summary>
    public string NextCode()
    {
        _clock.Advance(TimeSpan.FromSeconds(30));
        return Code;
    }

    /// <summary>Enrolls a session's user, and takes the one-time password into force.</summary>
    public static async Task<(Authenticator Authenticator, string[] RecoveryCodes)> EnrollAsync(Store store, LocalClient client, string password)
    {
        using Secret secret = Secret.FromChars(password);
        Authenticator authenticator = new(await client.DoAsync(new EnrollOneTimePassword(secret)), store.Clock);
        using Secret code = Secret.FromChars(authenticator.Code);
        RecoveryCodeSet codes = await client.DoAsync(new ConfirmOneTimePassword(code));
        return (authenticator, [.. codes.Codes.Select(one => Encoding.ASCII.GetString(one.Utf8.Span))]);
    }

    private static byte[] Decode(string base32)
    {
        string bits = string.Concat(base32.Select(character => Convert.ToString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(character, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        return [.. bits.Chunk(8).Where(octet => octet.Length == 8).Select(octet => Convert.ToByte(new string(octet), 2))];
    }
}
