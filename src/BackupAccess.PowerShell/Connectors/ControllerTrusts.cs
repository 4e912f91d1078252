using BackupAccess.Engine.Operations;
using BackupAccess.Engine.StorageControllers;

namespace BackupAccess.PowerShell.Connectors;

/// <summary>What a storage controller's certificate is held to, from what is typed.</summary>
internal static class ControllerTrusts
{
    private const int MaxFile = 64 * 1024;

    /// <param name="authority">A file of certificates, as PEM; null for unsaid.</param>
    /// <param name="pin">A SHA-256; null for unsaid.</param>
    /// <param name="skip">Whether nothing is checked; null for unsaid.</param>
    /// <returns>Null where nothing is said.</returns>
    /// <exception cref="InvalidRequestException">Several things are said, or the file can't be read.</exception>
    public static ControllerTrust? Of(string? authority, string? pin, bool? skip)
    {
        if (new[] { authority is not null, pin is not null, skip is not null }.Count(said => said) > 1)
        {
            throw new InvalidRequestException("InvalidValue", "CertificateAuthority, CertificatePin and SkipCertificateCheck exclude each other.");
        }

        return authority is not null ? new ControllerTrust(CertificateCheck.Authority, Read(authority), Pin: null)
            : pin is not null ? new ControllerTrust(CertificateCheck.Pin, Authority: null, pin)
            : skip is { } skips ? ControllerTrust.System with { Check = skips ? CertificateCheck.None : CertificateCheck.System }
            : null;
    }

    /// <summary>What is unsafe about a controller, in words.</summary>
    public static IEnumerable<string> WarningsOf(StorageController controller)
    {
        if (controller.Scheme == ControllerScheme.Http)
        {
            yield return $"The password of \"{controller.Name}\" goes over http in clear: whoever listens on the way has it.";
        }

        if (controller.CertificateCheck == CertificateCheck.None)
        {
            yield return $"The certificate of \"{controller.Name}\" isn't checked: whoever answers in its place has the password.";
        }
    }

    private static string Read(string path)
    {
        try
        {
            return new FileInfo(path).Length <= MaxFile
                ? File.ReadAllText(path)
                : throw new InvalidRequestException("InvalidValue", $"The file \"{path}\" is longer than certificates are.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InvalidRequestException("InvalidValue", $"The file \"{path}\" can't be read.");
        }
    }
}
