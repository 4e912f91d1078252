namespace BackupAccess.Repository.Packs;

/// <summary>What became of a blob that was saved.</summary>
/// <param name="Id">Its id.</param>
/// <param name="IsNew">False when the repository, or this writer, had it already.</param>
/// <param name="StoredLength">Bytes added to a pack; 0 unless new.</param>
public readonly record struct BlobSave(ObjectId Id, bool IsNew, int StoredLength);
