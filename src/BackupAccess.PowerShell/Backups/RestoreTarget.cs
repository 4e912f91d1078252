using System.Management.Automation;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Operations;

namespace BackupAccess.PowerShell.Backups;

/// <summary>Where a restore goes and what it does to what is there, and so which operation it is and whether it asks first.</summary>
/// <param name="Folder">Where to, absolute; null for into an account.</param>
internal sealed record RestoreTarget(string? Folder, RestoreConflict Conflict)
{
    /// <summary>The other account that gets a copy; null for the backup's own.</summary>
    public AccountReference? Account { get; init; }

    /// <summary>Whether the account is removed and made anew before.</summary>
    public bool Terminate { get; init; }

    /// <summary>Whether the account is suspended afterwards.</summary>
    public bool Suspend { get; init; }

    /// <summary>What ShouldProcess calls it.</summary>
    public string Action
    {
        get
        {
            string action = Terminate ? "Remove the account, make it anew and restore it"
                : Account is { } account ? $"Restore into the account {account} ({Conflict})"
                : Folder is null ? $"Restore in place ({Conflict})"
                : $"Restore into {Folder} ({Conflict})";
            return Suspend ? $"{action}, then suspend it" : action;
        }
    }

    /// <summary>Whether a live file may be replaced.</summary>
    public bool Destroys => Folder is null
        || (Conflict == RestoreConflict.Overwrite && Directory.Exists(Folder) && Directory.EnumerateFileSystemEntries(Folder).Any());

    /// <summary>A restore that can't destroy anything asks only where -WhatIf, -Confirm or a preference wants it to.</summary>
    public ConfirmImpact Impact => Destroys ? ConfirmImpact.High : ConfirmImpact.Medium;

    /// <summary>The operation that restores a selection there.</summary>
    public IOperation<RestoreResult> Request(RestoreSelection selection) => this switch
    {
        { Folder: { } folder } => new RestoreToFolder(selection, folder, Conflict),
        { Account: { } account } => new CloneAccount(selection, account, Conflict) { Suspend = Suspend },
        { Terminate: true } => new RestoreTerminate(selection) { Suspend = Suspend },
        { Conflict: RestoreConflict.Overwrite } => new RestoreOverwrite(selection) { Suspend = Suspend },
        { Conflict: RestoreConflict.Keep } => new RestoreKeep(selection) { Suspend = Suspend },
        { Conflict: RestoreConflict.Rename } => new RestoreRename(selection) { Suspend = Suspend },
        _ => throw new InvalidRequestException("InvalidValue", $"\"{Conflict}\" is no way to resolve a conflict."),
    };
}
