using BackupAccess.Engine.Operations;
using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Profiles;

/// <summary>Finds profiles for a caller, and shows them.</summary>
internal static class ProfileLookup
{
    /// <exception cref="NotFoundException">There is none, or none that the caller may know of.</exception>
    public static ProfileRow Find(OperationContext context, ProfileReference reference)
    {
        ProfileRow? profile = reference.Id is { } id ? ProfileStore.Find(context.Db, id)
            : ProfileStore.Find(context.Db, reference.Text)
                ?? (Guid.TryParse(reference.Text, out Guid typed) ? ProfileStore.Find(context.Db, typed) : null);
        return profile is not null && context.MayKnow<ListProfiles>(profile.Target)
            ? profile
            : throw new NotFoundException("profile", Names.Printable(reference.Text)) { IsHidden = profile is not null };
    }

    public static Profile Show(OperationContext context, ProfileRow profile) => new()
    {
        Id = profile.Guid,
        Name = profile.Name,
        Folder = ProfileFolders.PathOf(context.Services, profile.Name),
        Created = profile.CreatedAt.ToTime(),
    };
}
