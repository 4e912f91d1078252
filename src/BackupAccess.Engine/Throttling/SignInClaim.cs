using System.Security.Cryptography;
using System.Text;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Users;

namespace BackupAccess.Engine.Throttling;

/// <summary>Who somebody says to be and from where, whether there is such a user or key or not.</summary>
/// <param name="Digest">Of the name or key id: of one length, whatever was typed.</param>
/// <param name="UserId">The user that there is; null for none.</param>
/// <param name="Shown">The name or key id as it may be shown.</param>
internal sealed record SignInClaim(string Digest, string Address, Guid? UserId, string Shown)
{
    public static SignInClaim OfName(string name, string address, UserRow? user) =>
        new(DigestOfName(name), address, user?.Guid, Names.Printable(name));

    public static SignInClaim OfUser(UserRow user, string address) => OfName(user.Name, address, user);

    public static SignInClaim OfKey(string accessKeyId, string address, UserRow? user) =>
        new(DigestOfKey(accessKeyId), address, user?.Guid, Names.Printable(accessKeyId));

    public static string DigestOfName(string name) => Hash("user " + UserStore.KeyOf(name));

    public static string DigestOfKey(string accessKeyId) => Hash("access key " + accessKeyId);

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
