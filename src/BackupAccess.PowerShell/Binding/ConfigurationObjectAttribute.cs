using BackupAccess.Engine.Configurations;

namespace BackupAccess.PowerShell.Binding;

/// <summary>Takes configurations, also without their type: by id or path.</summary>
internal sealed class ConfigurationObjectAttribute : ObjectAttribute
{
    private protected override object? FromTyped(object value) => value is Configuration configuration ? new ConfigurationReference(configuration) : null;

    private protected override object? FromLoose(LooseObject value) => !value.Was<Configuration>() ? null : (value.Id("Id"), value.Text("Path")) switch
    {
        ({ } id, var path) => new ConfigurationReference(id, path ?? $"{id}"),
        (null, { } path) => new ConfigurationReference(path),
        _ => Unnamed("configuration", "Id or Path"),
    };
}
