namespace BackupAccess.Engine.Roles;

/// <summary>Connector grants of those who hold a role, the first of them by name.</summary>
/// <param name="Named">Whose and which, as far as the caller may know users and connectors.</param>
/// <param name="Users">How many users have any, named or not.</param>
public sealed record HeldGrants(IReadOnlyList<UserGrants> Named, long Users)
{
    public static HeldGrants None { get; } = new([], 0);

    public override string ToString() => Users == Named.Count ? string.Join(", ", Named)
        : Named.Count == 0 ? $"{Users} users"
        : $"{string.Join(", ", Named)} and {Users - Named.Count} users more";
}
