namespace BackupAccess.Engine.Roles;

/// <summary>Connector grants of one user, the first of them by name.</summary>
/// <param name="User">Whose.</param>
/// <param name="Connectors">Their connectors, as far as the caller may know them.</param>
/// <param name="More">How many there are besides.</param>
public sealed record UserGrants(string User, IReadOnlyList<string> Connectors, int More)
{
    public override string ToString() => $"{User} ({string.Join(", ", [.. Connectors, .. More > 0 ? [$"{More} more"] : Array.Empty<string>()])})";
}
