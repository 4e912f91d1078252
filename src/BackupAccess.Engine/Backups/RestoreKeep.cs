namespace BackupAccess.Engine.Backups;

/// <summary>Restores beneath the account's home; the live file wins.</summary>
public sealed record RestoreKeep(RestoreSelection Selection) : IRestoreInPlace
{
    public bool Suspend { get; init; }
}

internal sealed class RestoreKeepHandler() : RestoreInPlaceHandler<RestoreKeep>(RestoreConflict.Keep);
