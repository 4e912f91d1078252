namespace BackupAccess.Engine.Access;

/// <summary>One role as a user holds it, compiled: its operations as bits, its reach, its end.</summary>
/// <param name="Until">Microseconds since 1970; <see cref="long.MaxValue"/> for never.</param>
internal readonly record struct RoleHolding(
    string Role,
    OperationSet Operations,
    ConnectorReach Connectors,
    ProfileReach Profiles,
    AccountReach Accounts,
    UserReach Users,
    long Until);
