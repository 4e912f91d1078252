namespace BackupAccess.Engine.Users;

/// <summary>Who acts. Holds no secret.</summary>
public sealed record User
{
    public required Guid Id { get; init; }

    public required string Name { get; init; }

    public required bool Enabled { get; init; }

    /// <summary>Whether the user may sign in with a password.</summary>
    public required bool ConsoleAccess { get; init; }

    public required bool HasPassword { get; init; }

    public required DateTimeOffset? PasswordChanged { get; init; }

    /// <summary>How many access keys there are, at most two.</summary>
    public required int AccessKeys { get; init; }

    /// <summary>The roles assigned and when each ends, expired ones left out.</summary>
    public required IReadOnlyList<UserRole> Assignments { get; init; }

    /// <summary>The names of the roles assigned.</summary>
    public IReadOnlyList<string> Roles => (string[])[.. Assignments.Select(role => role.Name)];

    /// <summary>When the user expires; null for never.</summary>
    public required DateTimeOffset? Until { get; init; }

    public required DateTimeOffset Created { get; init; }

    public override string ToString() => Name;
}
