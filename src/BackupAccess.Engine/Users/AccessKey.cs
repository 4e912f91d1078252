namespace BackupAccess.Engine.Users;

/// <summary>An access key as listed: everything but the secret, which isn't kept.</summary>
public record AccessKey
{
    /// <summary><c>BKAK</c> and 16 base-32 characters.</summary>
    public required string AccessKeyId { get; init; }

    public required string User { get; init; }

    public required bool Enabled { get; init; }

    public required DateTimeOffset Created { get; init; }

    /// <summary>How long ago it was made.</summary>
    public required TimeSpan Age { get; init; }

    /// <summary>When the key expires; null for never.</summary>
    public required DateTimeOffset? Until { get; init; }

    public required DateTimeOffset? LastUsed { get; init; }

    /// <summary>The address the key was last used from.</summary>
    public required string? LastUsedFrom { get; init; }

    /// <summary>The operation the key was last used for.</summary>
    public required string? LastUsedOperation { get; init; }

    public override string ToString() => AccessKeyId;
}
