using BackupAccess.Engine.Access;
using BackupAccess.Engine.Configurations;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Profiles;

namespace BackupAccess.Engine.DesiredState.Kinds;

/// <summary><c>configurations</c>: named as <c>team-a/shop</c>, with a configuration's own fields. What is declared is the whole configuration; one that says the same in other words is left as it was written.</summary>
internal sealed class ConfigurationKind : DeclaredKind
{
    public override string Field => "configurations";

    public override string Kind => "configuration";

    public override void Check(Declaration declared)
    {
        string[] path = declared.Name.Split('/');
        if (path.Length != 2)
        {
            throw new InvalidRequestException("InvalidName", "A configuration is named by profile and name, as team-a/shop.");
        }

        Names.RequireValid("profile", path[0]);
        Names.RequireValid(Kind, path[1]);
    }

    public override void RequireReadable(OperationContext context) => Require<ListConfigurations>(context, Target.None);

    public override void Plan(Declaration declared, IPlan plan)
    {
        ConfigurationValues values = ((Configured)declared).Values;
        string profile = declared.Name.Split('/')[0];
        OperationContext asker = plan.Context;
        ProfileRow? row = ProfileStore.Find(asker.Db, profile) is { } found && asker.MayKnow<ListProfiles>(found.Target) ? found : null;
        if (row is null && !plan.IsDeclared("profile", profile))
        {
            plan.Report(declared.At, "UnknownProfile", $"There is no profile \"{Names.Printable(profile)}\".");
            return;
        }

        if (row is not null && !asker.Allows<ListConfigurations>(row.Target))
        {
            throw asker.Refuse(declared.Name, "comparing configurations needs the right to list them");
        }

        ConfigurationRow? known = row is null ? null : ConfigurationStore.Find(asker.Db, row.Id, declared.Name.Split('/')[1]);
        string text = ConfigurationText.Of(values);
        FieldChanges fields = new();
        IReadOnlyDictionary<string, string?> old = known is null ? new Dictionary<string, string?>() : ConfigurationText.FieldsOf(ConfigurationReader.ReadSaved(known));
        foreach ((string field, string? value) in ConfigurationText.FieldsOf(values))
        {
            fields.Add(field, old.GetValueOrDefault(field), value);
        }

        plan.Add(known is null ? StateAction.Create : StateAction.Change, Kind, known?.Path ?? declared.Name, fields, context => _ = known is null
            ? context.Invoke(new CreateConfiguration(new ProfileReference(profile), declared.Name.Split('/')[1], text))
            : context.Invoke(new UpdateConfiguration(new ConfigurationReference(known.Guid), text, PendingEdit.Keep)));
    }

    public override void Export(OperationContext context, StateYaml yaml) =>
        yaml.Section(
            Field,
            ConfigurationStore.All(context.Db).Where(row => row.Scope == ConfigurationScope.Configuration && context.Allows<ListConfigurations>(((ISubject)row).Targets[0])),
            row => [("name", StateYaml.Text(row.Path)), .. ConfigurationText.FieldsOf(ConfigurationReader.ReadSaved(row)).Select(field => (field.Key, field.Value))]);

    protected override Declaration ReadEntry(MapReader entry) => new Configured(entry.At, entry.RequireText("name"), ConfigurationReader.Read(entry));

    private sealed record Configured(Position At, string Name, ConfigurationValues Values) : Declaration(At, Name);
}
