
namespace BackupAccess.Engine.Roles;

/// <summary>A role given to a user or taken, and what it did to the user's connector grants; connectors are named as far as the caller may know them.</summary>
public sealed record RoleChange
{
    public required string User { get; init; }

    public required string Role { get; init; }

    /// <summary>Whether the user holds the role now.</summary>
    public required bool Assigned { get; init; }

    /// <summary>When the assignment ends; null for never, and for a role that was taken.</summary>
    public required DateTimeOffset? Until { get; init; }

    /// <summary>The roles that the user holds now.</summary>
    public required IReadOnlyList<string> Roles { get; init; }

    /// <summary>The connectors whose remembered grants are in effect again.</summary>
    public required IReadOnlyList<string> GrantsRestored { get; init; }

    /// <summary>The connectors whose grants are no longer in effect; they are remembered.</summary>
    public required IReadOnlyList<string> GrantsCeased { get; init; }

    /// <summary>The connectors whose grants were dropped, as asked.</summary>
    public required IReadOnlyList<string> GrantsDropped { get; init; }

    public override string ToString() => $"{User}: {Role}";
}
