using BackupAccess.Engine.Access;
using BackupAccess.Engine.Configurations;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Profiles;

namespace BackupAccess.Engine.Policies;

/// <summary>A configuration, or a profile, whose text comes to name a policy.</summary>
internal sealed record PolicyHolder(ConfigurationRow Row, bool IsNew, Target Target) : ISubject
{
    public string? Kind => "configuration";

    // What is made only when it is decided has another id each time it is looked at.
    public string? Id => IsNew ? null : Row.Id;

    public string? Name => Row.Path;

    public Target[] Targets => [Target];

    /// <exception cref="InvalidRequestException">Both are named, or neither.</exception>
    public static void RequireOne(ConfigurationReference? configuration, ProfileReference? profile)
    {
        if (configuration is null == profile is null)
        {
            throw new InvalidRequestException("InvalidValue", "A policy is assigned to a configuration or to a profile.");
        }
    }

    public static PolicyHolder Find(OperationContext context, ConfigurationReference? configuration, ProfileReference? profile)
    {
        if (configuration is not null)
        {
            ConfigurationRow found = ConfigurationLookup.Find(context, configuration);
            return new PolicyHolder(found, IsNew: false, Target.OfProfile((int)found.ProfileNumber!.Value));
        }

        ProfileRow holder = ProfileLookup.Find(context, profile!);
        ConfigurationRow? own = ConfigurationStore.Find(context.Db, holder.Id, "");
        return new PolicyHolder(own ?? NewConfiguration.Of(context, ConfigurationScope.Profile, holder, ""), own is null, holder.Target);
    }

    /// <summary>Whether its own text names the policy.</summary>
    public bool Names(PolicyRow policy) => string.Equals(ConfigurationReader.ReadSaved(Row).Policy.Value, policy.Name, StringComparison.OrdinalIgnoreCase);

    /// <summary>Writes the policy into the text; who saved that stays who the configuration runs as.</summary>
    public Configuration Set(OperationContext context, string? policy)
    {
        string text = ConfigurationEdit.Set(Row.Text, "policy", policy is null ? [] : [$"policy: {ConfigurationEdit.Quoted(policy)}"]);
        ConfigurationRow named = IsNew ? ConfigurationRules.SavedBy(context, Row, text) : Row with { Text = text, Revision = Row.Revision + 1 };
        ConfigurationRow saved = PendingEdits.Settle(context, named, Row, PendingEdit.Keep);
        ConfigurationValues values = ConfigurationReader.ReadSaved(saved);
        if (IsNew)
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
