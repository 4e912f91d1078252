namespace BackupAccess.Engine.Profiles;

/// <summary>One profile assigned to one user.</summary>
public sealed record ProfileGrant
{
    public required string User { get; init; }

    public required string Profile { get; init; }

    /// <summary>When the assignment ends; null for never.</summary>
    public required DateTimeOffset? Until { get; init; }

    /// <summary>False once <see cref="Until"/> has passed, while the user is disabled or expired, or while none of the user's roles has an assigned reach.</summary>
    public required bool InEffect { get; init; }

    /// <summary>Who assigned it.</summary>
    public required string GrantedBy { get; init; }

    public required DateTimeOffset Granted { get; init; }
}
