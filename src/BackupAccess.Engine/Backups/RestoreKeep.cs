using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Backups;

/// <summary>Restores beneath the account's home; the live file wins.</summary>
public sealed record RestoreKeep(RestoreSelection Selection) : IOperation<RestoreResult>;

internal sealed class RestoreKeepHandler() : RestoreInPlaceHandler<RestoreKeep>(RestoreConflict.Keep, request => request.Selection);
