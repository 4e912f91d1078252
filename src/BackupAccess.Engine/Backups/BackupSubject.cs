using BackupAccess.Engine.Access;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Backups;

/// <summary>A backup with its account, on which access to it is decided.</summary>
internal sealed record BackupSubject(BackupRow Backup, AccountRow Account) : ISubject
{
    public string Kind => "backup";

    public string Id => Backup.Id;

    public string Name => Account.Path;

    /// <summary>The newest backup of an account may be another after a while.</summary>
    public string Anchor => Account.Id;

    public Target[] Targets => [Account.Target];
}
