using BackupAccess.Engine.Access;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Settings;

/// <summary>Changes a setting; null puts it back to its default.</summary>
public sealed record UpdateSetting(string Name, IReadOnlyList<string>? Value) : IOperation<Setting>;

internal sealed class UpdateSettingHandler : ChangeHandler<UpdateSetting, SettingSubject, Setting>
{
    public override IReadOnlyList<TargetKind> Targets => [TargetKind.Setting];

    public override SettingSubject Resolve(UpdateSetting request, OperationContext context) =>
        KnownSettings.Find(request.Name) is { } setting && context.Allows(Target.Setting)
            ? new SettingSubject(setting)
            : throw new NotFoundException("setting", Names.Printable(request.Name)) { IsHidden = KnownSettings.Find(request.Name) is not null };

    public override string? ReasonOf(UpdateSetting request) => request.Value is null ? "default" : Names.Printable(string.Join(", ", request.Value));

    public override Setting Handle(UpdateSetting request, SettingSubject subject, OperationContext context)
    {
        SettingDefinition setting = subject.Definition;
        IReadOnlyList<string> value = setting.Normalize(request.Value ?? setting.DefaultText);
        setting.RequireSettable(value, context);
        if (setting.BearsOnAccess)
        {
            context.PolicyChanged();
        }

        if (request.Value is null)
        {
            SettingStore.Delete(context.Db, setting.Name);
            return ListSettingsHandler.Show(setting, row: null);
        }

        SettingRow row = new(setting.Name, JsonText.FromList(value), context.Policy.Name, context.Now);
        SettingStore.Save(context.Db, row);
        return ListSettingsHandler.Show(setting, row);
    }
}
