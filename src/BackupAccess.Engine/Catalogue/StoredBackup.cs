using BackupAccess.Engine.Backups;

namespace BackupAccess.Engine.Catalogue;

/// <summary>A backup as its snapshot tells it.</summary>
/// <param name="Row">Without lock and problems, of which a snapshot knows nothing.</param>
/// <param name="Ids">
/// The ids that it may have, the best first: what its tags name, which another may have taken, and ids made from the
/// snapshot, which are the same whenever it is read.
/// </param>
internal sealed record StoredBackup(BackupRow Row, IReadOnlyList<Guid> Ids);
