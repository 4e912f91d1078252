using BackupAccess.Engine.Access;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.VolumeSnapshots;

namespace BackupAccess.Engine.Connectors;

/// <summary>A row of the connector table.</summary>
internal sealed record ConnectorRow(
    string Id,
    long Number,
    string Name,
    string Kind,
    string? Path,
    string Storage,
    long Legacy,
    long? RestrictedAt,
    long? SynchronizedAt,
    long CreatedAt,
    long? RemovedAt,
    string? Controller = null,
    string? VolumeName = null,
    long? KeepSnapshots = null) : ISubject
{
    /// <summary>What it is a folder of; null for another kind than Ontap.</summary>
    public ConnectorVolume? Volume => Controller is null ? null : new ConnectorVolume(Controller, VolumeName!, (int)KeepSnapshots!);

    public Guid Guid => Guid.Parse(Id);

    public ConnectorKind ConnectorKind => Enum.Parse<ConnectorKind>(Kind);

    /// <summary>Legacy and not restricted yet: open to every user with a granted reach.</summary>
    public bool IsOpenLegacy => Legacy != 0 && RestrictedAt is null;

    public Target Target => Target.OfConnector((int)Number, IsOpenLegacy);

    string ISubject.Kind => "connector";

    Target[] ISubject.Targets => [Target];
}
