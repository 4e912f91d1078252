using BackupAccess.Engine.Access;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Profiles;

/// <summary>Removes a profile with its assignments. One whose folder has files in it is kept.</summary>
public sealed record RemoveProfile(ProfileReference Profile) : IOperation<Profile>;

internal sealed class RemoveProfileHandler : ChangeHandler<RemoveProfile, ProfileRow, Profile>
{
    public override IReadOnlyList<TargetKind> Targets => [TargetKind.Profile];

    public override ProfileRow Resolve(RemoveProfile request, OperationContext context) => ProfileLookup.Find(context, request.Profile);

    public override Profile Handle(RemoveProfile request, ProfileRow profile, OperationContext context)
    {
        ProfileFolders.RequireEmpty(context, profile);
        ProfileStore.Delete(context.Db, profile.Guid);
        context.PolicyChanged();
        ProfileFolders.Mend(context);
        return ProfileLookup.Show(context, profile);
    }
}
