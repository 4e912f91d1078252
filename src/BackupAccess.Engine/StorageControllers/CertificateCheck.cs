namespace BackupAccess.Engine.StorageControllers;

/// <summary>What a storage controller's certificate is held to.</summary>
public enum CertificateCheck
{
    /// <summary>The authorities that the operating system trusts, the name and the dates.</summary>
    System,

    /// <summary>Authorities named for this controller, the name and the dates.</summary>
    Authority,

    /// <summary>One certificate, or one public key, and nothing else: whose name and which dates are in it doesn't matter.</summary>
    Pin,

    /// <summary>Nothing: whoever answers gets the password.</summary>
    None,
}
