using BackupAccess.Engine.Access;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Profiles;

namespace BackupAccess.Engine.Configurations;

/// <summary>What holds for a profile's configurations or for all, decided on the profile or on every one that there is.</summary>
internal sealed record GlobalConfigurationSubject(ConfigurationRow? Row, ProfileRow? Profile, IReadOnlyList<ProfileRow> Holds) : ISubject
{
    public string? Kind => "configuration";

    public string? Id => Row?.Id;

    public string? Name => ConfigurationRow.PathOf(Scope, Profile?.Name, "");

    public ConfigurationScope Scope => Profile is null ? ConfigurationScope.Global : ConfigurationScope.Profile;

    public Target[] Targets => Profile is null ? [Target.None, .. Holds.Select(profile => profile.Target)] : [Profile.Target];

    public static GlobalConfigurationSubject Find(OperationContext context, ProfileReference? reference)
    {
        if (reference is null)
        {
            return new GlobalConfigurationSubject(ConfigurationStore.Global(context.Db), Profile: null, ProfileStore.All(context.Db));
        }

        ProfileRow profile = ProfileLookup.Find(context, reference);
        return new GlobalConfigurationSubject(ConfigurationStore.Find(context.Db, profile.Id, ""), profile, [profile]);
    }

    /// <summary>Saves a text for it.</summary>
    public Configuration Save(OperationContext context, string text, PendingEdit edit)
    {
        ConfigurationValues values = ConfigurationRules.Require(context, Name!, text, Profile?.Id);
        ConfigurationRow before = Row ?? NewConfiguration.Of(context, Scope, Profile, "");
        ConfigurationRow saved = PendingEdits.Settle(context, ConfigurationRules.SavedBy(context, before, text), before, edit);
        if (Row is null)
        {
            ConfigurationStore.Insert(context.Db, saved, values);
        }
        else
        {
            ConfigurationStore.Update(context.Db, saved, values);
        }

        return ConfigurationLookup.Show(context, saved) with { State = ConfigurationFileState.Saved };
    }
}
