using BackupAccess.Engine.Access;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Priorities;
using BackupAccess.Engine.Tags;

namespace BackupAccess.Engine.DesiredState.Kinds;

/// <summary><c>priorityGroups</c>: four numbers, the tags whose accounts are in the group, and whether it is the default.</summary>
internal sealed class PriorityGroupKind : DeclaredKind
{
    public override string Field => "priorityGroups";

    public override string Kind => "priority group";

    public override void Check(Declaration declared)
    {
        Names.RequireValid(Kind, declared.Name);
        Grouped group = (Grouped)declared;
        PriorityGroupLookup.RequireValid(group.Backups, group.Clones, group.Restores, group.Downloads);
    }

    public override void RequireReadable(OperationContext context) => Require<ListPriorityGroups>(context, Target.None);

    public override void Plan(Declaration declared, IPlan plan)
    {
        Grouped group = (Grouped)declared;
        PriorityGroup? known = PriorityGroupStore.Find(plan.Context.Db, declared.Name) is { } row ? PriorityGroupLookup.Show(plan.Context, row) : null;
        foreach ((string tag, Position at) in (group.Tags ?? []).Zip(group.TagsAt))
        {
            if (TagStore.Find(plan.Context.Db, tag) is null && !plan.IsDeclared("tag", tag))
            {
                plan.Report(at, "UnknownTag", $"There is no tag \"{Names.Printable(tag)}\".");
            }
        }

        FieldChanges fields = new();
        AddNumber(fields, "backup", known?.Backup, group.Backups);
        AddNumber(fields, "clone", known?.Clone, group.Clones);
        AddNumber(fields, "restore", known?.Restore, group.Restores);
        AddNumber(fields, "download", known?.Download, group.Downloads);
        fields.AddSet("tags", known?.Tags, group.Tags ?? known?.Tags ?? []);
        fields.Add("default", known?.Default == true ? "true" : null, group.Default == true || known?.Default == true ? "true" : null);
        plan.Add(known is null ? StateAction.Create : StateAction.Change, Kind, known?.Name ?? declared.Name, fields, context => _ = known is null
            ? context.Invoke(new CreatePriorityGroup(declared.Name, group.Backups, group.Clones, group.Restores, group.Downloads, group.Tags ?? [], group.Default == true))
            : context.Invoke(new UpdatePriorityGroup(known.Name, Name: null, group.Backups, group.Clones, group.Restores, group.Downloads, group.Tags, group.Default == true)));
    }

    public override void Export(OperationContext context, StateYaml yaml) =>
        yaml.Section(Field, PriorityGroupStore.All(context.Db).Select(row => PriorityGroupLookup.Show(context, row)), group =>
        [
            ("name", StateYaml.Text(group.Name)),
            ("backup", $"{group.Backup}"),
            ("clone", $"{group.Clone}"),
            ("restore", $"{group.Restore}"),
            ("download", $"{group.Download}"),
            ("tags", StateYaml.List(group.Tags)),
            ("default", group.Default ? "true" : null),
        ]);

    protected override Declaration ReadEntry(MapReader entry) => new Grouped(
        entry.At,
        entry.RequireText("name"),
        entry.Integer("backup").Value,
        entry.Integer("clone").Value,
        entry.Integer("restore").Value,
        entry.Integer("download").Value,
        entry.TextList("tags"),
        entry.EntriesOf("tags"),
        entry.Boolean("default"));

    private static void AddNumber(FieldChanges fields, string field, int? old, int? declared) =>
        fields.Add(field, old is null ? null : $"{old}", declared is null && old is null ? null : $"{declared ?? old}");

    private sealed record Grouped(
        Position At, string Name, int? Backups, int? Clones, int? Restores, int? Downloads, IReadOnlyList<string>? Tags, IReadOnlyList<Position> TagsAt, bool? Default) : Declaration(At, Name);
}
