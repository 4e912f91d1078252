namespace BackupAccess.Repository.Copying;

/// <summary>What became of a snapshot that was to be copied.</summary>
/// <param name="Source">Its id in the source.</param>
/// <param name="Destination">The id of the same snapshot in the destination.</param>
/// <param name="WasThere">Whether the destination had it already; then nothing was written for it.</param>
public sealed record CopiedSnapshot(ObjectId Source, ObjectId Destination, bool WasThere);
