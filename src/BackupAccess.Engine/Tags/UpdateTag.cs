using BackupAccess.Engine.Access;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Tags;

/// <summary>Changes a tag's name or colour; what is null stays.</summary>
public sealed record UpdateTag(string Tag, string? Name, string? Color) : IOperation<Tag>;

internal sealed class UpdateTagHandler : ChangeHandler<UpdateTag, TagSubject, Tag>
{
    public override IReadOnlyList<TargetKind> Targets => [TargetKind.Account];

    public override void Validate(UpdateTag request)
    {
        if (request.Name is not null)
        {
            Names.RequireValid("tag", request.Name);
        }

        TagColor.RequireValid(request.Color);
    }

    public override TagSubject Resolve(UpdateTag request, OperationContext context) => TagLookup.Resolve(context, request.Tag);

    public override Tag Handle(UpdateTag request, TagSubject subject, OperationContext context)
    {
        TagRow tag = subject.Tag;
        if (request.Name is not null && !string.Equals(request.Name, tag.Name, StringComparison.OrdinalIgnoreCase))
        {
            TagLookup.RequireFree(context, request.Name);
        }

        TagRow changed = tag with { Name = request.Name ?? tag.Name, Color = request.Color is null ? tag.Color : TagColor.Normalize(request.Color) };
        TagStore.Update(context.Db, changed);
        return TagLookup.Show(changed, subject.Accounts.Count);
    }
}
