namespace BackupAccess.Engine.StorageControllers;

/// <summary>What is amiss with a storage controller.</summary>
public enum ControllerProblem
{
    /// <summary>Its name means no address.</summary>
    NameNotFound,

    /// <summary>Nothing listens there.</summary>
    ConnectionRefused,

    /// <summary>It can't be reached, or the connection broke.</summary>
    Unreachable,

    /// <summary>It didn't answer in time.</summary>
    TimedOut,

    /// <summary>No encrypted connection came about, for another reason than its certificate.</summary>
    NotEncrypted,

    /// <summary>Its certificate leads to no authority that is trusted.</summary>
    CertificateUntrusted,

    /// <summary>Its certificate is of another name.</summary>
    CertificateName,

    /// <summary>Its certificate is no longer valid, or not yet.</summary>
    CertificateExpired,

    /// <summary>Its certificate isn't the one that is pinned.</summary>
    CertificatePin,

    /// <summary>It refuses the user name or the password.</summary>
    SignInRefused,

    /// <summary>It doesn't let the account do this.</summary>
    Forbidden,

    /// <summary>It sends the caller elsewhere, where the password doesn't go.</summary>
    Redirected,

    /// <summary>It answers as no ONTAP does.</summary>
    NotOntap,

    /// <summary>It answers more than is read.</summary>
    AnswerTooLong,

    /// <summary>It says that something is wrong with itself, or with what is asked.</summary>
    Failed,

    /// <summary>It has no such volume or snapshot.</summary>
    NotFound,

    /// <summary>A warning: the password goes in clear.</summary>
    InClear,

    /// <summary>A warning: the certificate isn't checked.</summary>
    CertificateUnchecked,

    /// <summary>A warning: the account may do anything on it.</summary>
    AdministratorAccount,
}
