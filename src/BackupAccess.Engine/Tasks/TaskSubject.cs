using BackupAccess.Engine.Access;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Audit;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Tasks;

/// <summary>A task, decided on its account and its configuration's profile; who asked for it needs no right to that.</summary>
internal sealed record TaskSubject(TaskRow Task, AccountRow Account) : ISubject
{
    public string Kind => "task";

    public string Id => Task.Id;

    public string Name => Account.Path;

    public IReadOnlyList<AuditedObject> Others => [new("account", Account.Id, Account.Path)];

    public bool IsOwn { get; init; }

    public Target[] Targets => IsOwn ? [Target.None] : Task.TargetsOn(Account);
}
