namespace BackupAccess.Engine.Connectors;

/// <summary>One user's access to one connector.</summary>
public sealed record ConnectorGrant
{
    public required string User { get; init; }

    public required string Connector { get; init; }

    /// <summary>When the grant ends; null for never.</summary>
    public required DateTimeOffset? Until { get; init; }

    /// <summary>False once <see cref="Until"/> has passed, or while none of the user's roles has a granted reach.</summary>
    public required bool InEffect { get; init; }

    /// <summary>Who granted it.</summary>
    public required string GrantedBy { get; init; }

    public required DateTimeOffset Granted { get; init; }
}
