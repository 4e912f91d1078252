using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Backups;

/// <summary>What stands around the archiving of one account: begun before anything of it is read, and ended once that is over, whatever came of it.</summary>
internal interface IBackupBracket
{
    /// <summary>Begins it. Where that fails the backup does, and what had been begun is undone already.</summary>
    /// <exception cref="EngineException">It couldn't be begun.</exception>
    Task BeginAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Ends it, once for each beginning that didn't fail. It is bounded by itself and not stopped with the work, and it
    /// tells of what went wrong instead of throwing; where nothing was archived it has told the audit log, too.
    /// </summary>
    /// <param name="isArchived">Whether everything was read and stored.</param>
    /// <returns>The problems that the backup is to show.</returns>
    Task<IReadOnlyList<string>> EndAsync(bool isArchived);
}
