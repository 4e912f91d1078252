using BackupAccess.Engine.Access;
using BackupAccess.Engine.Access.Compilation;
using BackupAccess.Engine.Audit;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Roles;
using BackupAccess.Engine.State;
using BackupAccess.Engine.Users;

namespace BackupAccess.Engine.Profiles;

/// <summary>A user and a profile: an assignment that is, or is to be.</summary>
internal sealed record ProfileGrantSubject(UserRow User, ProfileRow Profile) : ISubject
{
    public string Kind => "profile assignment";

    public string Id => $"{User.Id}/{Profile.Id}";

    public string Name => $"{User.Name} on {Profile.Name}";

    public IReadOnlyList<AuditedObject> Others => [new("user", User.Id, User.Name), new("profile", Profile.Id, Profile.Name)];

    public Target[] Targets => [User.Target, Profile.Target];

    public static ProfileGrantSubject Find(OperationContext context, UserReference user, ProfileReference profile) =>
        new(UserLookup.Find(context, user), ProfileLookup.Find(context, profile));

    /// <summary>Assigning a profile changes what a user may: the caller must hold all that the user holds, with the profile and without.</summary>
    /// <exception cref="AccessDeniedException">The user is the caller, or holds what the caller doesn't.</exception>
    public void RequireGiving(OperationContext context, long until)
    {
        UserRules.RequireAnother(context, User);
        RoleHolding[] held = UserRules.HoldingsOf(context, User);
        GrantSet before = PolicyCompiler.ProfilesOf(context.Db, User.Guid);
        GrantSet after = before.With((int)Profile.Number, until);
        UserRules.RequireGiving(context, User, held, before);
        UserRules.RequireGiving(context, User, held, after);
    }

    public ProfileGrant Show(ProfileGrantRow grant, bool hasAssignedReach, long now) => new()
    {
        User = User.Name,
        Profile = Profile.Name,
        Until = grant.Until.ToTime(),
        InEffect = User.IsEnabled && hasAssignedReach && (grant.Until ?? UnixTime.Never) > now,
        GrantedBy = grant.GrantedBy,
        Granted = grant.GrantedAt.ToTime(),
    };

    public ProfileGrant Show(OperationContext context, ProfileGrantRow grant) => Show(
        grant,
        PolicyCompiler.HoldingsOf(context.Db, User).Any(role => role.Profiles == ProfileReach.Assigned && role.Until > context.Now),
        context.Now);
}
