using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Accounts;

/// <summary>What opens an account's repository with a stock restic; <c>Repository</c> is its location.</summary>
public sealed record ExportedKey(string Account, string Repository, Secret Password);
