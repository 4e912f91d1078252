using System.Security.Cryptography;
using System.Text;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.State;
using BackupAccess.Engine.Users;

namespace BackupAccess.Engine.Throttling;

/// <summary>
/// Who somebody says to be and from where, whether there is such a user or key or not. What nobody is called may be a
/// password that was typed as the name, and isn't written down: it is counted by a keyed digest.
/// </summary>
/// <param name="Digest">Of the name or key id: of one length, whatever was typed.</param>
/// <param name="UserId">The user that there is; null for none.</param>
/// <param name="Shown">The name or key id as the caller may be shown it.</param>
/// <param name="Kept">The name or key id as it may be written down; null where it may not.</param>
internal sealed record SignInClaim(string Digest, string Address, Guid? UserId, string Shown, string? Kept)
{
    private const string Purpose = "claims of sign-ins";

    public static SignInClaim OfName(StateKey key, string name, string address, UserRow? user) =>
        new(DigestOfName(key, name), address, user?.Guid, Names.Printable(name), user?.Name);

    public static SignInClaim OfUser(StateKey key, UserRow user, string address) => OfName(key, user.Name, address, user);

    public static SignInClaim OfKey(StateKey key, string accessKeyId, string address, UserRow? user) => new(
        DigestOfKey(key, accessKeyId), address, user?.Guid, Names.Printable(accessKeyId), AccessKeySecret.IsId(accessKeyId) ? accessKeyId : null);

    public static string DigestOfName(StateKey key, string name) => Hash(key, "user " + UserStore.KeyOf(name));

    public static string DigestOfKey(StateKey key, string accessKeyId) => Hash(key, "access key " + accessKeyId);

    public static string DigestOfEncryptionKey(StateKey key, string account, string caller) => Hash(key, $"encryption key of {account} by {caller}");

    private static string Hash(StateKey key, string text) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(key.Derive(Purpose), Encoding.UTF8.GetBytes(text)));
}
