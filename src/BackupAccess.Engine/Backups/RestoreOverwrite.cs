using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Backups;

/// <summary>Restores beneath the account's home; the backup's file replaces the live one.</summary>
public sealed record RestoreOverwrite(RestoreSelection Selection) : IOperation<RestoreResult>;

internal sealed class RestoreOverwriteHandler() : RestoreInPlaceHandler<RestoreOverwrite>(RestoreConflict.Overwrite, request => request.Selection);
