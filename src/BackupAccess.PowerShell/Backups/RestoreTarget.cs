using System.Management.Automation;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Operations;

namespace BackupAccess.PowerShell.Backups;

/// <summary>Where a restore goes and what it does to what is there, and so which operation it is and whether it asks first.</summary>
/// <param name="Folder">Where to, absolute; null for in place.</param>
internal sealed record RestoreTarget(string? Folder, RestoreConflict Conflict)
{
    /// <summary>What ShouldProcess calls it.</summary>
    public string Action => Folder is null ? $"Restore in place ({Conflict})" : $"Restore into {Folder} ({Conflict})";

    /// <summary>Whether a live file may be replaced.</summary>
    public bool Destroys => Folder is null
        || (Conflict == RestoreConflict.Overwrite && Directory.Exists(Folder) && Directory.EnumerateFileSystemEntries(Folder).Any());

    /// <summary>A restore that can't destroy anything asks only where -WhatIf, -Confirm or a preference wants it to.</summary>
    public ConfirmImpact Impact => Destroys ? ConfirmImpact.High : ConfirmImpact.Medium;

    /// <summary>The operation that restores a selection there.</summary>
    public IOperation<RestoreResult> Request(RestoreSelection selection) => (Folder, Conflict) switch
    {
        ({ } folder, _) => new RestoreToFolder(selection, folder, Conflict),
        (null, RestoreConflict.Overwrite) => new RestoreOverwrite(selection),
        (null, RestoreConflict.Keep) => new RestoreKeep(selection),
        (null, RestoreConflict.Rename) => new RestoreRename(selection),
        _ => throw new InvalidRequestException("InvalidValue", $"\"{Conflict}\" is no way to resolve a conflict."),
    };
}
