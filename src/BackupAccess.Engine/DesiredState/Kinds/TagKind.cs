using BackupAccess.Engine.Access;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Tags;

namespace BackupAccess.Engine.DesiredState.Kinds;

/// <summary><c>tags</c>: a name and a colour.</summary>
internal sealed class TagKind : DeclaredKind
{
    public override string Field => "tags";

    public override string Kind => "tag";

    public override void Check(Declaration declared) => new CreateTagHandler().Validate(new CreateTag(declared.Name, ((Tagged)declared).Color));

    public override void RequireReadable(OperationContext context) => Require<ListTags>(context, Target.None);

    public override void Plan(Declaration declared, IPlan plan)
    {
        TagRow? tag = TagStore.Find(plan.Context.Db, declared.Name);
        string? color = ((Tagged)declared).Color?.ToLowerInvariant();
        FieldChanges fields = new();
        fields.Add("color", tag?.Color, color ?? tag?.Color);
        plan.Add(tag is null ? StateAction.Create : StateAction.Change, Kind, tag?.Name ?? declared.Name, fields, context => _ = tag is null
            ? context.Invoke(new CreateTag(declared.Name, color))
            : context.Invoke(new UpdateTag(tag.Name, Name: null, color)));
    }

    public override void Export(OperationContext context, StateYaml yaml) =>
        yaml.Section(Field, TagStore.All(context.Db), tag => [("name", StateYaml.Text(tag.Name)), ("color", StateYaml.Text(tag.Color))]);

    protected override Declaration ReadEntry(MapReader entry) => new Tagged(entry.At, entry.RequireText("name"), entry.Text("color").Value);

    private sealed record Tagged(Position At, string Name, string? Color) : Declaration(At, Name);
}
