using BackupAccess.Engine.Access;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Audit;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Downloads;

/// <summary>A download with the account that it holds data of, on which access to it is decided.</summary>
internal sealed record DownloadSubject(DownloadRow Download, AccountRow Account) : ISubject
{
    public string Kind => "download";

    public string Id => Download.Id;

    public string Name => Account.Path;

    public IReadOnlyList<AuditedObject> Others => [new("account", Account.Id, Account.Path), new("backup", Download.BackupId, Account.Path)];

    public Target[] Targets => [Account.Target];
}
