using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Tags;

/// <summary>Creates a tag; without a colour it gets one at random.</summary>
public sealed record CreateTag(string Name, string? Color) : IOperation<Tag>;

internal sealed class CreateTagHandler : ChangeHandler<CreateTag, NoSubject, Tag>
{
    public override void Validate(CreateTag request)
    {
        Names.RequireValid("tag", request.Name);
        TagColor.RequireValid(request.Color);
    }

    public override NoSubject Resolve(CreateTag request, OperationContext context) => new("tag", request.Name);

    public override ISubject About(NoSubject subject, Tag result) => subject with { Id = result.Id.ToString() };

    public override Tag Handle(CreateTag request, NoSubject subject, OperationContext context)
    {
        TagLookup.RequireFree(context, request.Name);
        string color = request.Color is null ? TagColor.Random() : TagColor.Normalize(request.Color);
        TagRow tag = new(context.NewId().ToString(), request.Name, color, context.Now);
        TagStore.Insert(context.Db, tag);
        return TagLookup.Show(tag, accounts: 0);
    }
}
