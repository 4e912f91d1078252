namespace BackupAccess.Engine.StorageControllers;

/// <summary>A snapshot as a storage controller lists it.</summary>
internal sealed record OntapSnapshot(Guid Id, string Name, DateTimeOffset? Created);
