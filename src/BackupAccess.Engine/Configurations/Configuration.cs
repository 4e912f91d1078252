namespace BackupAccess.Engine.Configurations;

/// <summary>What is backed up and how, as a profile's YAML file says.</summary>
public sealed record Configuration
{
    /// <summary>Null for a file that isn't imported.</summary>
    public required Guid? Id { get; init; }

    public required ConfigurationScope Scope { get; init; }

    /// <summary>The profile's name; empty for the global one.</summary>
    public required string Profile { get; init; }

    /// <summary>Empty for what holds for a whole profile, or for all.</summary>
    public required string Name { get; init; }

    /// <summary>As <c>team-a/shop</c>; <c>team-a</c> for what holds for a whole profile, <c>(global)</c> for all.</summary>
    public required string Path { get; init; }

    /// <summary>The YAML as it was saved, or as the file has it where nothing is.</summary>
    public required string Text { get; init; }

    /// <summary>What the text itself says; null where it says nothing. See <see cref="EffectiveValue"/> for what holds.</summary>
    public required string? Connector { get; init; }

    public required string? Policy { get; init; }

    public required IReadOnlyList<string> Schedules { get; init; }

    public required string? Plugin { get; init; }

    /// <summary>As whom it runs; null for a file that isn't imported.</summary>
    public required string? SavedBy { get; init; }

    public required DateTimeOffset? Saved { get; init; }

    public required ConfigurationFileState State { get; init; }

    public required string File { get; init; }

    public override string ToString() => Path;
}
