using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Encryption;

/// <summary>What became of an account's encryption key.</summary>
/// <param name="Account">As <c>web01/alice</c>.</param>
/// <param name="Location">Who keeps it now.</param>
/// <param name="Key">The key, this once, where the owner keeps it: it opens the repository with a stock restic. Null where the engine does.</param>
/// <param name="RemovedDownloads">How many downloads were removed, since their archives had been stored.</param>
public sealed record NewEncryptionKey(string Account, KeyLocation Location, Secret? Key, int RemovedDownloads);
