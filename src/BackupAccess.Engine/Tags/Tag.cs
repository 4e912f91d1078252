namespace BackupAccess.Engine.Tags;

/// <summary>A word that groups accounts, whatever their connectors.</summary>
public sealed record Tag
{
    public required Guid Id { get; init; }

    public required string Name { get; init; }

    /// <summary>As <c>#1a2b3c</c>.</summary>
    public required string Color { get; init; }

    /// <summary>How many accounts carry it, of those that the caller may see.</summary>
    public required int Accounts { get; init; }

    public required DateTimeOffset Created { get; init; }

    public override string ToString() => Name;
}
