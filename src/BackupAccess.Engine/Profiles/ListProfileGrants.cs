using BackupAccess.Engine.Access;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Roles;
using BackupAccess.Engine.Users;

namespace BackupAccess.Engine.Profiles;

/// <summary>Lists who is assigned which profile, of the users and profiles in the caller's reach; patterns of names or ids, none means all.</summary>
public sealed record ListProfileGrants(IReadOnlyList<string> Users, IReadOnlyList<string> Profiles) : IOperation<IAsyncEnumerable<ProfileGrant>>;

internal sealed class ListProfileGrantsHandler : ListHandler<ListProfileGrants, ProfileGrant>
{
    public override IReadOnlyList<TargetKind> Targets => [TargetKind.User, TargetKind.Profile];

    protected override IReadOnlyList<ProfileGrant> List(ListProfileGrants request, OperationContext context)
    {
        NamePatterns users = new(request.Users);
        NamePatterns profiles = new(request.Profiles);
        Dictionary<string, ProfileRow> profilesById = ProfileStore.All(context.Db)
            .Where(profile => profiles.Matches(profile.Name, profile.Id))
            .ToDictionary(profile => profile.Id, StringComparer.Ordinal);
        Dictionary<string, UserRow> usersById = UserStore.All(context.Db)
            .Where(user => users.Matches(user.Name, user.Id))
            .ToDictionary(user => user.Id, StringComparer.Ordinal);
        HashSet<string> assigned = RolesInForce.UsersWith(context, role => role.Profiles == ProfileReach.Assigned);
        return [.. ProfileGrantStore.All(context.Db)
            .Where(grant => usersById.ContainsKey(grant.UserId) && profilesById.ContainsKey(grant.ProfileId))
            .Select(grant => (Subject: new ProfileGrantSubject(usersById[grant.UserId], profilesById[grant.ProfileId]), Grant: grant))
            .Where(pair => context.Policy.Decide(Number, pair.Subject.Targets, context.Now))
            .Select(pair => pair.Subject.Show(pair.Grant, assigned.Contains(pair.Grant.UserId), context.Now))];
    }
}
