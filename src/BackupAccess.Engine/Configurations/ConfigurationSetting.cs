using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Settings;

namespace BackupAccess.Engine.Configurations;

/// <summary>A setting that names a configuration, or none.</summary>
internal sealed class ConfigurationSetting(string name, string description) : TextSetting(name, "a configuration as profile/name", Normalized, description)
{
    public override void RequireSettable(IReadOnlyList<string> value, OperationContext context)
    {
        if (value is [var path] && path.Length > 0)
        {
            ConfigurationLookup.Find(context, new ConfigurationReference(path));
        }
    }

    private static string? Normalized(string path) => path.Split('/') is [var profile, var name] && Names.IsValid(profile) && Names.IsValid(name) ? path : null;
}
