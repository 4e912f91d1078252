namespace BackupAccess.Engine.Settings;

/// <summary>A setting as it stands.</summary>
public sealed record Setting
{
    public required string Name { get; init; }

    /// <summary>What the value is: <c>Flag</c>, <c>Number</c>, <c>Text</c> or <c>List</c>.</summary>
    public required SettingKind Kind { get; init; }

    /// <summary>The value's parts as text: one, save for a list; none for a text that isn't set.</summary>
    public required IReadOnlyList<string> Value { get; init; }

    public required IReadOnlyList<string> Default { get; init; }

    public required string Description { get; init; }

    /// <summary>Who changed it from its default; null while it stands at it.</summary>
    public required string? ChangedBy { get; init; }

    public required DateTimeOffset? Changed { get; init; }

    public override string ToString() => Name;
}
