using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Backups;

/// <summary>Restores beneath the account's home; where something is there already, the backup's file is written beside it.</summary>
public sealed record RestoreRename(RestoreSelection Selection) : IOperation<RestoreResult>;

internal sealed class RestoreRenameHandler() : RestoreInPlaceHandler<RestoreRename>(RestoreConflict.Rename, request => request.Selection);
