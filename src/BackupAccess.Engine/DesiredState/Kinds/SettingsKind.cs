using BackupAccess.Engine.Access;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Settings;

namespace BackupAccess.Engine.DesiredState.Kinds;

/// <summary><c>settings</c>: a map of names to values; null is a setting's default.</summary>
internal sealed class SettingsKind : DeclaredKind
{
    public override string Field => "settings";

    public override string Kind => "setting";

    public override IEnumerable<Declaration> Read(MapReader document)
    {
        if (document.Map(Field) is not { } settings)
        {
            yield break;
        }

        foreach (string name in settings.Fields())
        {
            yield return new Set(settings.PositionOf(name), name, settings.Texts(name));
        }
    }

    public override void Check(Declaration declared)
    {
        SettingDefinition setting = KnownSettings.Find(declared.Name)
            ?? throw new InvalidRequestException("UnknownSetting", $"There is no setting \"{Names.Printable(declared.Name)}\".{Nearest(declared.Name)}");
        if (((Set)declared).Value is { } value)
        {
            setting.Normalize(value);
        }
    }

    public override void RequireReadable(OperationContext context) => Require<ListSettings>(context, Target.Setting);

    public override void Plan(Declaration declared, IPlan plan)
    {
        SettingDefinition setting = KnownSettings.Find(declared.Name)!;
        Setting current = ListSettingsHandler.Show(setting, SettingStore.All(plan.Context.Db).FirstOrDefault(row => row.Name == setting.Name));
        IReadOnlyList<string>? value = ((Set)declared).Value;
        FieldChanges fields = new();
        fields.AddList("value", current.Value, setting.Normalize(value ?? setting.DefaultText));
        plan.Add(StateAction.Change, Kind, setting.Name, fields, context => context.Invoke(new UpdateSetting(setting.Name, value)));
    }

    public override void Export(OperationContext context, StateYaml yaml)
    {
        Setting[] changed = [.. KnownSettings.All.Select(setting => ListSettingsHandler.Show(setting, SettingStore.Find(context.Db, setting.Name))).Where(setting => setting.ChangedBy is not null)];
        ILookup<bool, Setting> settings = changed.ToLookup(setting => setting.Name == KnownSettings.ApprovalOperations.Name && setting.Value.Count > 0);
        yaml.Map(Field, settings[false].Select(setting => (setting.Name, ValueOf(setting))));
        foreach (Setting setting in settings[true])
        {
            yaml.Comment($"{setting.Name}: {ValueOf(setting)} needs two approvers with credentials, which no document makes; set it once they have them.");
        }
    }

    private static string ValueOf(Setting setting) => setting.Value is [var one] && setting.Kind != SettingKind.List ? StateYaml.Text(one) : StateYaml.List(setting.Value)!;

    protected override Declaration ReadEntry(MapReader entry) => throw new NotSupportedException("Settings are one map.");

    private static string Nearest(string name) => NearestName.Of(name, KnownSettings.All.Select(setting => setting.Name)) is { } nearest ? $" Is \"{nearest}\" meant?" : "";

    private sealed record Set(Position At, string Name, IReadOnlyList<string>? Value) : Declaration(At, Name);
}
