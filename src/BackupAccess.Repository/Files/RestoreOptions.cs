namespace BackupAccess.Repository.Files;

/// <summary>How a restore treats what is there, owners and privileges. Nothing has a default that hides a choice.</summary>
public sealed record RestoreOptions
{
    public required RestoreConflict Conflict { get; init; }
    public required RestoreOwnership Ownership { get; init; }
    public required RestorePrivileges Privileges { get; init; }

    /// <summary>Its clock names what is restored beside a live file.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
