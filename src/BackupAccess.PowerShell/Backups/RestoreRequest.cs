using BackupAccess.Engine.Backups;

namespace BackupAccess.PowerShell.Backups;

/// <summary>One restore asked for.</summary>
/// <param name="Source">The account, backup or file that was named.</param>
internal sealed record RestoreRequest(object Source, RestoreSelection Selection, RestoreTarget Target);
