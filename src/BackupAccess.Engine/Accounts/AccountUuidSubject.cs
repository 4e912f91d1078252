using BackupAccess.Engine.Access;
using BackupAccess.Engine.Audit;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Accounts;

/// <summary>A live account and the former one whose UUID it is to have.</summary>
internal sealed record AccountUuidSubject(AccountRow Account, AccountRow Former) : ISubject
{
    public string Kind => "account";

    public string Id => Account.Id;

    public string Name => Account.Path;

    public IReadOnlyList<AuditedObject> Others => Former.Id == Account.Id ? [] : [new AuditedObject("account", Former.Id, Former.Path)];

    public Target[] Targets => [Account.Target, Former.Target];
}
