using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Sessions;

/// <summary>How a caller says who they are.</summary>
public abstract record SignIn
{
    private SignIn()
    {
    }

    /// <summary>By reading the state folder's key file: the principal <c>local:<paramref name="OperatingSystemUser"/></c>.</summary>
    public sealed record Local(string OperatingSystemUser) : SignIn;

    /// <summary>Console: name and password.</summary>
    public sealed record Password(string User, Secret Value) : SignIn
    {
        /// <summary>A code of the user's one-time password, or a recovery code; null where the user has none.</summary>
        public Secret? OneTimePassword { get; init; }

        /// <summary>The password to have from this sign-in on; null to keep the one there is.</summary>
        public Secret? NewPassword { get; init; }
    }

    /// <summary>Programmatic: access key id and secret.</summary>
    public sealed record AccessKey(string AccessKeyId, Secret SecretAccessKey) : SignIn;
}
