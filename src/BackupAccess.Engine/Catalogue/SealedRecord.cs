namespace BackupAccess.Engine.Catalogue;

/// <summary>The file beside a repository: which account's it is, and the rest under the state's key.</summary>
internal sealed record SealedRecord(int Version, Guid Account, byte[] Sealed);
