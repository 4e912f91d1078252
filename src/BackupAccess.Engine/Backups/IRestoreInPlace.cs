using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Backups;

/// <summary>A restore of items into their places.</summary>
public interface IRestoreInPlace : IOperation<RestoreResult>
{
    RestoreSelection Selection { get; }

    /// <summary>Whether the account is suspended once it is restored.</summary>
    bool Suspend { get; }
}
