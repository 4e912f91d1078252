using BackupAccess.Engine.Access;
using BackupAccess.Engine.Configurations;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Profiles;

/// <summary>Removes a profile with its configurations, their schedules and its assignments. One whose folder has files in it that aren't saved is kept.</summary>
public sealed record RemoveProfile(ProfileReference Profile) : IOperation<Profile>;

internal sealed class RemoveProfileHandler : ChangeHandler<RemoveProfile, ProfileRow, Profile>
{
    public override IReadOnlyList<TargetKind> Targets => [TargetKind.Profile];

    public override ProfileRow Resolve(RemoveProfile request, OperationContext context) => ProfileLookup.Find(context, request.Profile);

    public override Profile Handle(RemoveProfile request, ProfileRow profile, OperationContext context)
    {
        IReadOnlyList<ConfigurationRow> configurations = ConfigurationStore.OfProfile(context.Db, profile.Id);
        ProfileFolders.RequireNoOther(context.Services, profile, ConfigurationRules.FilesThatShow(context.Services, configurations));
        foreach (ConfigurationRow configuration in configurations)
        {
            ConfigurationRules.RequireUnused(context, configuration);
            ConfigurationFiles.Forget(context.Db, configuration);
        }

        ProfileStore.Delete(context.Db, profile.Guid);
        context.PolicyChanged();
        ProfileFolders.Mend(context.Db, context.Services);
        return ProfileLookup.Show(context, profile);
    }
}
