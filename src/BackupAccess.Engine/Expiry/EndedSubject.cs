using BackupAccess.Engine.Access;
using BackupAccess.Engine.Audit;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Expiry;

/// <summary>Something that has ended, for the audit log: nobody decides on an end.</summary>
internal sealed record EndedSubject(Ending Ending, EndedRow Row) : ISubject
{
    public string Kind => Ending.Kind;

    public string Id => Row.Id;

    public string Name => Row.Name;

    public IReadOnlyList<AuditedObject> Others =>
    [
        .. Row.UserId is null ? [] : new[] { new AuditedObject("user", Row.UserId, Row.UserName) },
        .. Row.OtherId is null ? [] : new[] { new AuditedObject(Ending.OtherKind!, Row.OtherId, Row.OtherName) },
    ];

    public Target[] Targets => [Target.None];
}
