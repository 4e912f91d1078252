namespace BackupAccess.Repository.Tests;

/// <summary>Tests that measure the whole process: they run after all others, one by one.</summary>
[CollectionDefinition(nameof(AloneCollection), DisableParallelization = true)]
public sealed class AloneCollection;
