using BackupAccess.Engine.Audit;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Profiles;

namespace BackupAccess.Engine.Configurations;

/// <summary>Saves a text under a name that nothing is saved under yet.</summary>
internal static class NewConfiguration
{
    /// <exception cref="DesiredState.InvalidStateException">The text isn't right.</exception>
    public static Configuration Save(OperationContext context, ProfileRow profile, string name, string text)
    {
        string path = ConfigurationRow.PathOf(ConfigurationScope.Configuration, profile.Name, name);
        ConfigurationValues values = ConfigurationRules.Require(context, path, text, profile.Id);
        ConfigurationRow row = ConfigurationRules.SavedBy(context, Of(context, ConfigurationScope.Configuration, profile, name), text);
        ConfigurationStore.Insert(context.Db, row, values);
        return ConfigurationLookup.Show(context, row) with { State = ConfigurationFileState.Saved };
    }

    /// <summary>A row that nothing is written in yet.</summary>
    public static ConfigurationRow Of(OperationContext context, ConfigurationScope scope, ProfileRow? profile, string name) => new(
        context.NewId().ToString(), profile?.Id, profile?.Name, profile?.Number, scope.ToString(), name, "", SavedById: null, "", 0, 0, 0, ShownDigest: null);

    /// <summary>The configuration and its profile, for the audit log.</summary>
    public static ISubject About(ProfileRow profile, Configuration made) => new NoSubject("configuration", made.Path)
    {
        Id = made.Id.ToString(),
        Others = [new AuditedObject("profile", profile.Id, profile.Name)],
    };
}
