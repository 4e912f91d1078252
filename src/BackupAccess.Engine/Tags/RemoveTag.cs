using BackupAccess.Engine.Access;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Tags;

/// <summary>Removes a tag, and takes it off the accounts and the priority groups that have it.</summary>
public sealed record RemoveTag(string Tag) : IOperation<Tag>;

internal sealed class RemoveTagHandler : ChangeHandler<RemoveTag, TagSubject, Tag>
{
    public override IReadOnlyList<TargetKind> Targets => [TargetKind.Account];

    public override TagSubject Resolve(RemoveTag request, OperationContext context) => TagLookup.Resolve(context, request.Tag);

    public override Tag Handle(RemoveTag request, TagSubject subject, OperationContext context)
    {
        TagStore.Delete(context.Db, subject.Tag);
        return TagLookup.Show(subject.Tag, subject.Accounts.Count);
    }
}
