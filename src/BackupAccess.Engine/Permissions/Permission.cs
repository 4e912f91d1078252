
namespace BackupAccess.Engine.Permissions;

/// <summary>A named set of operations.</summary>
public sealed record Permission
{
    public required string Name { get; init; }

    public required bool BuiltIn { get; init; }

    /// <summary>What the permission is for, in a sentence; null for a declared one without description.</summary>
    public required string? Description { get; init; }

    public required IReadOnlyList<string> Operations { get; init; }

    public override string ToString() => Name;
}
