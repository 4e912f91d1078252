using BackupAccess.Engine.Access;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Audit;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Backups;

/// <summary>A backup with its account, on which access to it is decided.</summary>
internal sealed record BackupSubject(BackupRow Backup, AccountRow Account) : ISubject
{
    public string Kind => "backup";

    public string Id => Backup.Id;

    public string Name => Account.Path;

    public IReadOnlyList<AuditedObject> Others => [new("account", Account.Id, Account.Path)];

    /// <summary>The newest backup of an account may be another after a while.</summary>
    public string Anchor => Account.Id;

    public Target[] Targets => [Account.Target];

    /// <summary>Whether the caller may do what is asked for by reaching the connector, and not by owning the account.</summary>
    public bool IsByConnector { get; init; }

    /// <summary>The account together with its connector: who covers both by one role doesn't reach the account by owning it.</summary>
    public Target[] TargetsByConnector => [.. Targets, Target.OfConnector((int)Account.ConnectorNumber, Account.ConnectorOpenLegacy != 0)];
}
