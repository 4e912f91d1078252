using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Catalogue;

/// <summary>Takes the records of a storage.</summary>
internal interface IRecordWriter
{
    /// <summary>Replaces the account's record; returns when the new one is on the disk, which may be never. One writer at a time.</summary>
    /// <exception cref="BackupFailedException">It can't be written; the one before is as it was.</exception>
    void Put(Guid account, ReadOnlySpan<byte> content);
}
