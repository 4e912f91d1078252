namespace BackupAccess.Engine.Access;

/// <summary>What the local principal holds: all that Administrator holds, without being a user.</summary>
internal static class LocalPolicy
{
    public static AccessPolicy Of(string name) => new(
        Guid.Empty,
        name,
        enabled: true,
        until: long.MaxValue,
        [new RoleHolding(BuiltInAccess.AdministratorRole, OperationSet.All, ConnectorReach.All, ProfileReach.All, AccountReach.All, UserReach.All, long.MaxValue)],
        GrantSet.None,
        GrantSet.None);
}
