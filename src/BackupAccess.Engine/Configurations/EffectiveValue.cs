namespace BackupAccess.Engine.Configurations;

/// <summary>What holds for a configuration, and what says so.</summary>
public sealed record EffectiveValue
{
    /// <summary>As <c>team-a/shop</c>.</summary>
    public required string Configuration { get; init; }

    /// <summary>The field, as <c>policy</c>.</summary>
    public required string Field { get; init; }

    /// <summary>In words; null for none.</summary>
    public required string? Value { get; init; }

    /// <summary>Whose text says so; null where nobody's does, so that the default holds.</summary>
    public required ConfigurationScope? Source { get; init; }

    public override string ToString() => $"{Field}: {Value}";
}
