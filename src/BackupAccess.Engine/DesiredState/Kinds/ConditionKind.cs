using BackupAccess.Engine.Access;
using BackupAccess.Engine.Conditions;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.DesiredState.Kinds;

/// <summary><c>conditions</c>: the texts that who restores has to accept.</summary>
internal sealed class ConditionKind : DeclaredKind
{
    public override string Field => "conditions";

    public override string Kind => "restore condition";

    public override void Check(Declaration declared) => new CreateRestoreConditionHandler().Validate(new CreateRestoreCondition(declared.Name, ((Worded)declared).Text));

    public override void RequireReadable(OperationContext context) => Require<ListRestoreConditions>(context, Target.None);

    public override void Plan(Declaration declared, IPlan plan)
    {
        RestoreConditionRow? known = RestoreConditionStore.Find(plan.Context.Db, declared.Name);
        string text = RestoreConditionLookup.Normalize(((Worded)declared).Text);
        FieldChanges fields = new();
        fields.Add("text", known?.Text, text);
        plan.Add(known is null ? StateAction.Create : StateAction.Change, Kind, known?.Name ?? declared.Name, fields, context => _ = known is null
            ? context.Invoke(new CreateRestoreCondition(declared.Name, text))
            : context.Invoke(new UpdateRestoreCondition(known.Name, Name: null, text)));
    }

    public override void Export(OperationContext context, StateYaml yaml) =>
        yaml.Section(Field, RestoreConditionStore.All(context.Db), condition => [("name", StateYaml.Text(condition.Name)), ("text", StateYaml.Text(condition.Text))]);

    protected override Declaration ReadEntry(MapReader entry) => new Worded(entry.At, entry.RequireText("name"), entry.RequireText("text"));

    private sealed record Worded(Position At, string Name, string Text) : Declaration(At, Name);
}
