namespace BackupAccess.Engine.StorageControllers;

/// <summary>A storage system that takes snapshots of its volumes, without its password.</summary>
public sealed record StorageController
{
    public required string Name { get; init; }

    public required ControllerScheme Scheme { get; init; }

    /// <summary>A host's name or address.</summary>
    public required string Address { get; init; }

    public required int Port { get; init; }

    /// <summary>Whom it is signed in to as.</summary>
    public required string UserName { get; init; }

    /// <summary>What its certificate is held to; null over http, where there is none.</summary>
    public required CertificateCheck? CertificateCheck { get; init; }

    /// <summary>The SHA-256 of the certificate or of the public key in it, in hexadecimal; null where another check is made.</summary>
    public required string? CertificatePin { get; init; }

    /// <summary>Whose certificates its own has to lead to; empty where another check is made.</summary>
    public required IReadOnlyList<string> CertificateAuthorities { get; init; }

    /// <summary>Connectors whose volumes are its.</summary>
    public required int Connectors { get; init; }

    public required DateTimeOffset Created { get; init; }

    /// <summary>As <c>https://filer1.example.org:443</c>.</summary>
    public string Url => ControllerUrl.Of(Scheme, Address, Port);

    public override string ToString() => Name;
}
