using System.Security.Cryptography.X509Certificates;
using BackupAccess.Engine.State;

namespace BackupAccess.Engine.StorageControllers;

/// <summary>A row of the storage_controller table.</summary>
internal sealed record StorageControllerRow(
    string Name,
    string Scheme,
    string Address,
    long Port,
    string UserName,
    byte[] SealedPassword,
    string? CertificateCheck,
    string? CertificatePin,
    string? CertificateAuthority,
    long CreatedAt)
{
    public ControllerScheme ControllerScheme => Enum.Parse<ControllerScheme>(Scheme);

    public CertificateCheck? Check => CertificateCheck is null ? null : Enum.Parse<CertificateCheck>(CertificateCheck);

    public string Url => ControllerUrl.Of(ControllerScheme, Address, (int)Port);

    public StorageController Show(int connectors) => new()
    {
        Name = Name,
        Scheme = ControllerScheme,
        Address = Address,
        Port = (int)Port,
        UserName = UserName,
        CertificateCheck = Check,
        CertificatePin = CertificatePin,
        CertificateAuthorities = Authorities(),
        Connectors = connectors,
        Created = CreatedAt.ToTime(),
    };

    private string[] Authorities()
    {
        if (CertificateAuthority is null)
        {
            return [];
        }

        X509Certificate2Collection authorities = ControllerCertificate.ReadAuthorities(CertificateAuthority);
        try
        {
            return [.. authorities.Select(authority => authority.Subject)];
        }
        finally
        {
            ControllerCertificate.Release(authorities);
        }
    }
}
