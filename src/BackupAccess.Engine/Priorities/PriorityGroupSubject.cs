using BackupAccess.Engine.Access;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Audit;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Tags;

namespace BackupAccess.Engine.Priorities;

/// <summary>A group that is made, changed or removed, decided on every account whose place in the queue may change by it.</summary>
/// <param name="Group">Null for one that is to be made.</param>
/// <param name="Tags">The tags that it is to be linked to; null for those that it has.</param>
internal sealed record PriorityGroupSubject(string GroupName, PriorityGroupRow? Group, IReadOnlyList<TagRow>? Tags, IReadOnlyList<AccountRow> Accounts) : ISubject
{
    public string? Kind => "priorityGroup";

    public string? Id => Group?.Id;

    public string? Name => GroupName;

    public IReadOnlyList<AuditedObject> Others => [.. (Tags ?? []).Select(tag => new AuditedObject("tag", tag.Id, tag.Name))];

    public Target[] Targets => [Target.None, .. Accounts.Select(account => account.Target)];
}
