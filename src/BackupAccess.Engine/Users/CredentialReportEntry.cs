namespace BackupAccess.Engine.Users;

/// <summary>
/// One user's credentials, a row of a table: every property is a single value. Those of a password or key that isn't
/// there are null, and it is flagged neither unused nor old; nor is one that opens nothing.
/// </summary>
public sealed record CredentialReportEntry
{
    public required string User { get; init; }

    public required Guid UserId { get; init; }

    public required DateTimeOffset Created { get; init; }

    public required bool Enabled { get; init; }

    /// <summary>When the user expires; null for never.</summary>
    public required DateTimeOffset? Until { get; init; }

    /// <summary>The names of the roles held, with commas between.</summary>
    public required string Roles { get; init; }

    public required bool ConsoleAccess { get; init; }

    /// <summary>Whether there is a password and console access is on.</summary>
    public required bool PasswordEnabled { get; init; }

    public required DateTimeOffset? PasswordLastUsed { get; init; }

    public required string? PasswordLastUsedFrom { get; init; }

    public required DateTimeOffset? PasswordLastChanged { get; init; }

    /// <summary>When the password will be too old; null where passwords don't age.</summary>
    public required DateTimeOffset? PasswordNextRotation { get; init; }

    public required bool PasswordUnused { get; init; }

    public required bool PasswordOld { get; init; }

    /// <summary>Whether the console asks for a one-time password too.</summary>
    public required bool MfaActive { get; init; }

    public required string? AccessKey1Id { get; init; }

    /// <summary>Whether there is a key that is enabled and hasn't expired.</summary>
    public required bool AccessKey1Active { get; init; }

    /// <summary>When the key was made, which is when it was last rotated.</summary>
    public required DateTimeOffset? AccessKey1LastRotated { get; init; }

    public required DateTimeOffset? AccessKey1LastUsed { get; init; }

    public required string? AccessKey1LastUsedFrom { get; init; }

    public required string? AccessKey1LastUsedOperation { get; init; }

    public required DateTimeOffset? AccessKey1Until { get; init; }

    public required bool AccessKey1Unused { get; init; }

    public required bool AccessKey1Old { get; init; }

    public required string? AccessKey2Id { get; init; }

    public required bool AccessKey2Active { get; init; }

    public required DateTimeOffset? AccessKey2LastRotated { get; init; }

    public required DateTimeOffset? AccessKey2LastUsed { get; init; }

    public required string? AccessKey2LastUsedFrom { get; init; }

    public required string? AccessKey2LastUsedOperation { get; init; }

    public required DateTimeOffset? AccessKey2Until { get; init; }

    public required bool AccessKey2Unused { get; init; }

    public required bool AccessKey2Old { get; init; }

    /// <summary>Whether any credential is flagged unused.</summary>
    public bool Unused => PasswordUnused || AccessKey1Unused || AccessKey2Unused;

    /// <summary>Whether any credential is flagged old.</summary>
    public bool Old => PasswordOld || AccessKey1Old || AccessKey2Old;

    public override string ToString() => User;
}
