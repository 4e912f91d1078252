namespace BackupAccess.Engine.Conditions;

/// <summary>A text that whoever restores or downloads has to accept.</summary>
public sealed record RestoreCondition
{
    public required Guid Id { get; init; }

    public required string Name { get; init; }

    public required string Text { get; init; }

    public required DateTimeOffset Created { get; init; }

    /// <summary>When the text was last changed; null for never.</summary>
    public required DateTimeOffset? Changed { get; init; }

    public override string ToString() => Name;
}
