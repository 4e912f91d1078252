namespace BackupAccess.Engine.Backups;

/// <summary>Restores beneath the account's home; where something is there already, the backup's file is written beside it.</summary>
public sealed record RestoreRename(RestoreSelection Selection) : IRestoreInPlace
{
    public bool Suspend { get; init; }
}

internal sealed class RestoreRenameHandler() : RestoreInPlaceHandler<RestoreRename>(RestoreConflict.Rename);
