namespace BackupAccess.Engine.StorageControllers;

/// <summary>What a storage controller's certificate is held to, with what that takes.</summary>
/// <param name="Check">What it is held to.</param>
/// <param name="Authority">With <see cref="CertificateCheck.Authority"/>: certificates of authorities, as PEM.</param>
/// <param name="Pin">With <see cref="CertificateCheck.Pin"/>: the SHA-256 of the certificate or of the public key in it, in hexadecimal.</param>
public sealed record ControllerTrust(CertificateCheck Check, string? Authority, string? Pin)
{
    /// <summary>What the operating system trusts.</summary>
    public static ControllerTrust System { get; } = new(CertificateCheck.System, Authority: null, Pin: null);
}
