using BackupAccess.Engine.Access;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Settings;

/// <summary>Lists settings whose name matches any of the patterns; none means all.</summary>
public sealed record ListSettings(IReadOnlyList<string> Names) : IOperation<IAsyncEnumerable<Setting>>;

internal sealed class ListSettingsHandler : ListHandler<ListSettings, Setting>
{
    public override IReadOnlyList<TargetKind> Targets => [TargetKind.Setting];

    protected override IReadOnlyList<Setting> List(ListSettings request, OperationContext context)
    {
        NamePatterns names = new(request.Names);
        Dictionary<string, SettingRow> changed = SettingStore.All(context.Db).ToDictionary(row => row.Name, StringComparer.Ordinal);
        return [.. KnownSettings.All
            .Where(setting => names.Matches(setting.Name))
            .Select(setting => Show(setting, changed.GetValueOrDefault(setting.Name)))];
    }

    public static Setting Show(SettingDefinition definition, SettingRow? row) => new()
    {
        Name = definition.Name,
        Kind = definition.Kind,
        Value = row is null ? definition.DefaultText : JsonText.ToList(row.Value),
        Default = definition.DefaultText,
        Description = definition.Description,
        ChangedBy = row?.ChangedBy,
        Changed = row?.ChangedAt.ToTime(),
    };
}
