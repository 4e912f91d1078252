using BackupAccess.Engine.Access;
using BackupAccess.Engine.Operations;
using Dapper;

namespace BackupAccess.Engine.Accounts;

/// <summary>A row of the account table with what its connector and its backups say.</summary>
// SQLite gives a computed column no type until there is a row; naming the constructor spares Dapper the comparison.
[method: ExplicitConstructor]
internal sealed record AccountRow(
    string Id,
    string ConnectorId,
    string Connector,
    long ConnectorNumber,
    long ConnectorOpenLegacy,
    long? ConnectorRemovedAt,
    string AccountName,
    string Home,
    long Uid,
    long Gid,
    long Device,
    long Inode,
    long? Birth,
    string Type,
    string? OwnerId,
    string? Owner,
    string? Email,
    long? MaxOnDemand,
    string Domains,
    string Excludes,
    long DiscoveredAt,
    long? GoneAt,
    string? PriorityGroup,
    string? Tags,
    long Backups,
    long LastBackupAt,
    long? SuspendedAt) : ISubject
{
    public Guid Guid => Guid.Parse(Id);

    public bool IsOrphan => GoneAt is not null;

    /// <summary>As <c>web01/alice</c>.</summary>
    public string Path => $"{Connector}/{AccountName}";

    public HomeIdentity Identity => new(Uid, Gid, Device, Inode, Birth);

    public Target Target => ConnectorRemovedAt is not null
        ? Target.OfOrphanOfRemovedConnector((int)ConnectorNumber)
        : Target.OfAccount((int)ConnectorNumber, ConnectorOpenLegacy != 0, OwnerId is null ? Guid.Empty : Guid.Parse(OwnerId));

    public string Kind => "account";

    string ISubject.Name => Path;

    public string Name => AccountName;

    Target[] ISubject.Targets => [Target];
}
