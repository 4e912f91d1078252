using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Connectors;

namespace BackupAccess.PowerShell.Audit;

/// <summary>What audit events are about: a name or an id as typed, or from the object itself.</summary>
public sealed record AuditObject
{
    public AuditObject(string name) => Text = name ?? throw new ArgumentNullException(nameof(name));

    public AuditObject(Guid id) => Text = id.ToString();

    /// <summary>By its path, which the events about its backups have too.</summary>
    public AuditObject(Account account) => Text = (account ?? throw new ArgumentNullException(nameof(account))).Path;

    public AuditObject(Connector connector) => Text = (connector ?? throw new ArgumentNullException(nameof(connector))).Name;

    public AuditObject(Backup backup) => Text = (backup ?? throw new ArgumentNullException(nameof(backup))).Id.ToString();

    public string Text { get; }

    public override string ToString() => Text;
}
