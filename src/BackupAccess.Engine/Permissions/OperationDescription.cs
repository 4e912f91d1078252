using BackupAccess.Engine.Access;

namespace BackupAccess.Engine.Permissions;

/// <summary>An operation as listed: the base value that access is decided on.</summary>
public sealed record OperationDescription
{
    public required string Name { get; init; }

    /// <summary>Whether it reads, reads backup data, changes or works.</summary>
    public required OperationEffect Effect { get; init; }

    /// <summary>What it is decided on.</summary>
    public required IReadOnlyList<TargetKind> Targets { get; init; }

    /// <summary>The built-in and declared permissions that hold it.</summary>
    public required IReadOnlyList<string> Permissions { get; init; }

    /// <summary>Whether a second person's approval can be asked for it.</summary>
    public required bool Approvable { get; init; }

    /// <summary>Whether backups, or what is left of them, can be gone for good after it.</summary>
    public required bool DestroysBackups { get; init; }

    public override string ToString() => Name;
}
