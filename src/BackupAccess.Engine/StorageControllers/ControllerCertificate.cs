using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.StorageControllers;

/// <summary>Certificates that a storage controller's own is held to.</summary>
internal static class ControllerCertificate
{
    private const int MaxAuthority = 64 * 1024;

    /// <returns>The certificates in the text and nothing else of it: a key that lies beside them isn't kept.</returns>
    /// <exception cref="InvalidRequestException">There is none in it, or one that can't be read.</exception>
    public static string NormalizeAuthorities(string pem)
    {
        if (pem.Length > MaxAuthority)
        {
            throw new InvalidRequestException("InvalidValue", $"Certificates of authorities have at most {MaxAuthority} characters.");
        }

        X509Certificate2Collection? authorities = null;
        try
        {
            authorities = ReadAuthorities(pem);
            return authorities.Count > 0
                ? string.Join('\n', authorities.Select(authority => authority.ExportCertificatePem()))
                : throw new InvalidRequestException("InvalidValue", "There is no certificate of an authority in the text.");
        }
        catch (CryptographicException)
        {
            throw new InvalidRequestException("InvalidValue", "A certificate of an authority can't be read.");
        }
        finally
        {
            Release(authorities ?? []);
        }
    }

    /// <returns>The pin in hexadecimal: it may be written with colons, or as curl's <c>sha256//</c> and base64.</returns>
    /// <exception cref="InvalidRequestException">It is no SHA-256.</exception>
    public static string NormalizePin(string pin)
    {
        const string Base64Prefix = "sha256//";
        byte[] hash = new byte[SHA256.HashSizeInBytes];
        int length;
        bool isHash;
        if (pin.StartsWith(Base64Prefix, StringComparison.OrdinalIgnoreCase))
        {
            isHash = Convert.TryFromBase64String(pin[Base64Prefix.Length..], hash, out length);
        }
        else
        {
            isHash = Convert.FromHexString(pin.Replace(":", "", StringComparison.Ordinal), hash, out _, out length) == System.Buffers.OperationStatus.Done;
        }

        return isHash && length == hash.Length
            ? Convert.ToHexStringLower(hash)
            : throw new InvalidRequestException("InvalidValue", $"\"{Names.Printable(pin)}\" is no SHA-256 of a certificate or of a public key.");
    }

    /// <summary>Whether the pin is the certificate's, or that of the public key in it.</summary>
    public static bool IsPinned(X509Certificate2 certificate, string pin) =>
        Convert.ToHexStringLower(SHA256.HashData(certificate.RawDataMemory.Span)) == pin
        || Convert.ToHexStringLower(SHA256.HashData(certificate.PublicKey.ExportSubjectPublicKeyInfo())) == pin;

    public static X509Certificate2Collection ReadAuthorities(string pem)
    {
        X509Certificate2Collection authorities = [];
        authorities.ImportFromPem(pem);
        return authorities;
    }

    public static void Release(X509Certificate2Collection certificates)
    {
        foreach (X509Certificate2 certificate in certificates)
        {
            certificate.Dispose();
        }
    }
}
