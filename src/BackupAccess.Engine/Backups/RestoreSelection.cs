using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Backups;

/// <summary>What is restored: a backup, or an account's latest; chosen items or all; chosen paths of its main item or all of that.</summary>
/// <param name="Account">The account whose latest backup is meant; null when <paramref name="Backup"/> is given.</param>
/// <param name="Backup">The backup; null for the account's latest.</param>
/// <param name="Items">Empty for all that the backup has.</param>
/// <param name="Paths">Relative to the item, with wildcards or without; empty for everything.</param>
public sealed record RestoreSelection(AccountReference? Account, BackupReference? Backup, IReadOnlyList<BackupItem> Items, IReadOnlyList<string> Paths)
{
    /// <summary>The names of the restore conditions that are accepted; * for all.</summary>
    public IReadOnlyList<string> AcceptedConditions { get; init; } = [];

    /// <summary>The account's encryption key, where its owner keeps it.</summary>
    public Secret? EncryptionKey { get; init; }
}
