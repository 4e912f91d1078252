using BackupAccess.Engine.Access;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Expiry;

/// <summary>Something that has ended, for the audit log: nobody decides on an end.</summary>
internal sealed record EndedSubject(Ending Ending, EndedRow Row) : ISubject
{
    public string Kind => Ending.Kind;

    public string Id => Row.Id;

    public string Name => Row.Name;

    public Target[] Targets => [Target.None];
}
