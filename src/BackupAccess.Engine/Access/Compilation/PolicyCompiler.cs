using BackupAccess.Engine.Connectors;
using BackupAccess.Engine.Profiles;
using BackupAccess.Engine.Roles;
using BackupAccess.Engine.State;
using BackupAccess.Engine.Users;

namespace BackupAccess.Engine.Access.Compilation;

/// <summary>Compiles what one user holds from the state.</summary>
internal static class PolicyCompiler
{
    /// <returns>Null when there is no such user.</returns>
    public static CompiledUser? Compile(StateConnection db, Guid userId, long version)
    {
        UserRow? user = UserStore.Find(db, userId);
        if (user is null)
        {
            return null;
        }

        Dictionary<string, long> keys = AccessKeyStore.OfUser(db, userId)
            .Where(key => key.IsEnabled)
            .ToDictionary(key => key.Id, key => key.Until ?? UnixTime.Never);
        return new CompiledUser(version, Compile(db, user), user.HasConsoleAccess, user.ConsoleEpoch, keys);
    }

    public static AccessPolicy Compile(StateConnection db, UserRow user) =>
        Compile(db, user, assigned => RoleCompiler.Compile(db, RoleStore.Require(db, assigned)));

    /// <param name="db">The state.</param>
    /// <param name="user">Whose policy.</param>
    /// <param name="definitions">Every role by name, as the state has it.</param>
    public static AccessPolicy Compile(StateConnection db, UserRow user, IReadOnlyDictionary<string, CompiledRole> definitions) =>
        Compile(db, user, assigned => definitions[assigned]);

    /// <summary>The roles that the user holds, each until its own end or the user's; SELF is not among them.</summary>
    public static RoleHolding[] HoldingsOf(StateConnection db, UserRow user) =>
        [.. UserStore.Roles(db, user.Guid).SelectMany(assigned => Hold(db, RoleStore.Require(db, assigned.Role), Earlier(assigned.Until, user.Until)))];

    public static GrantSet ConnectorsOf(StateConnection db, Guid userId) =>
        GrantSet.Of(GrantStore.OfUser(db, userId).Select(grant => ((int)grant.ConnectorNumber, grant.Until ?? UnixTime.Never)));

    public static GrantSet ProfilesOf(StateConnection db, Guid userId) =>
        GrantSet.Of(ProfileGrantStore.OfUser(db, userId).Select(grant => ((int)grant.ProfileNumber, grant.Until ?? UnixTime.Never)));

    /// <summary>A role as it would be held until a time.</summary>
    public static IEnumerable<RoleHolding> Hold(StateConnection db, Role role, long until) => Hold(RoleCompiler.Compile(db, role), until);

    /// <summary>The earlier of two ends, of which null never comes.</summary>
    public static long Earlier(long? one, long? other) => Math.Min(one ?? UnixTime.Never, other ?? UnixTime.Never);

    private static IEnumerable<RoleHolding> Hold(CompiledRole role, long until) => role.Stages.Select(stage => stage.HeldUntil(until));

    private static AccessPolicy Compile(StateConnection db, UserRow user, Func<string, CompiledRole> definitionOf) => new(
        user.Guid,
        user.Name,
        user.IsEnabled,
        user.Until ?? UnixTime.Never,
        [
            new RoleHolding(RoleCompiler.SelfOf(db), UnixTime.Never),
            .. UserStore.Roles(db, user.Guid).SelectMany(assigned => Hold(definitionOf(assigned.Role), assigned.Until ?? UnixTime.Never)),
        ],
        ConnectorsOf(db, user.Guid),
        ProfilesOf(db, user.Guid));
}
