using BackupAccess.Engine.Audit;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.VolumeSnapshots;

/// <summary>A row of the volume_snapshot table.</summary>
internal sealed record VolumeSnapshotRow(string Name, string ConnectorId, string AccountId, string Controller, string Volume, long AskedAt, long Kept, long Attempts)
{
    /// <summary>What the audit log knows it as.</summary>
    public ISubject Subject => new NoSubject("volumeSnapshot", Name)
    {
        Id = Volume,
        Others = [new AuditedObject("storageController", Controller, Controller)],
    };
}
