namespace BackupAccess.Engine.Backups;

/// <summary>Restores beneath the account's home; the backup's file replaces the live one.</summary>
public sealed record RestoreOverwrite(RestoreSelection Selection) : IRestoreInPlace
{
    public bool Suspend { get; init; }
}

internal sealed class RestoreOverwriteHandler() : RestoreInPlaceHandler<RestoreOverwrite>(RestoreConflict.Overwrite);
