using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Profiles;

/// <summary>Finds profiles for a caller.</summary>
internal static class ProfileLookup
{
    /// <exception cref="NotFoundException">There is none, or none that the caller may know of.</exception>
    public static ProfileRow Find(OperationContext context, ProfileReference reference)
    {
        ProfileRow? profile = ProfileStore.Find(context.Db, reference.Text);
        return profile is not null && context.Policy.Reaches(profile.Target, context.Now)
            ? profile
            : throw new NotFoundException("profile", Names.Printable(reference.Text)) { IsHidden = profile is not null };
    }
}
