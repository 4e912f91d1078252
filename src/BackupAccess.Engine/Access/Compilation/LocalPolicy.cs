using BackupAccess.Engine.Roles;

namespace BackupAccess.Engine.Access.Compilation;

/// <summary>What the local principal holds: all that Administrator holds, without being a user.</summary>
internal static class LocalPolicy
{
    private static readonly CompiledRole s_administrator =
        new(BuiltInAccess.AdministratorRole, OperationSet.All, ConnectorReach.All, ProfileReach.All, AccountReach.All, UserReach.All);

    public static AccessPolicy Of(string name) => new(
        Guid.Empty,
        name,
        enabled: true,
        until: long.MaxValue,
        [new RoleHolding(s_administrator, long.MaxValue)],
        GrantSet.None,
        GrantSet.None);
}
