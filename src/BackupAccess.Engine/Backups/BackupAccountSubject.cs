using BackupAccess.Engine.Access;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Audit;
using BackupAccess.Engine.Configurations;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Backups;

/// <summary>An account to back up, or to ask a plug-in about, decided on it and, where a configuration is named, on that one's profile too.</summary>
internal sealed record BackupAccountSubject(AccountRow Account, ConfigurationRow? Configuration) : ISubject
{
    public string? Kind => "account";

    public string? Id => Account.Id;

    public string? Name => Account.Path;

    public string? Anchor => $"{Account.Id} {Configuration?.Id}";

    public IReadOnlyList<AuditedObject> Others => Configuration is null ? [] : [new AuditedObject("configuration", Configuration.Id, Configuration.Path)];

    public Target[] Targets => Configuration is null ? [Account.Target] : [Account.Target, .. ((ISubject)Configuration).Targets];
}
