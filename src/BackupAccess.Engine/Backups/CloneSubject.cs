using BackupAccess.Engine.Access;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Audit;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Backups;

/// <summary>A backup and the other account that gets a copy of it; the copy is decided on both.</summary>
internal sealed record CloneSubject(BackupSubject Source, AccountRow Into) : ISubject
{
    public string Kind => Source.Kind;

    public string Id => Source.Id;

    public string Name => Source.Name;

    public IReadOnlyList<AuditedObject> Others => [.. Source.Others, new("account", Into.Id, Into.Path)];

    public string Anchor => $"{Source.Anchor} {Into.Id}";

    public Target[] Targets => [.. Source.Targets, Into.Target];
}
