namespace BackupAccess.Engine.Expiry;

/// <summary>Everything that ends by itself: a room with an end of its own has a line here, and a column and an index in the state.</summary>
internal static class Endings
{
    private const string Until = "until";
    private const string Recorded = "end_recorded";
    private const string UserName = "(SELECT name FROM app_user WHERE id = user_id)";
    private const string ConnectorName = "(SELECT name FROM connector WHERE id = connector_id)";
    private const string ProfileName = "(SELECT name FROM profile WHERE id = profile_id)";
    private const string AccountPath = "(SELECT c.name || '/' || a.name FROM account a JOIN connector c ON c.id = a.connector_id WHERE a.id = account_id)";

    public static IReadOnlyList<Ending> All { get; } =
    [
        new("expireUser", "user", "app_user", "id", Until, Recorded) { Id = "id", Name = "name" },
        new("expireAccessKey", "access key", "access_key", "id", Until, Recorded) { Id = "id", Name = "id", Told = $"'of ' || {UserName}", User = ("user_id", UserName) },
        new("expireRole", "user", "user_role", "user_id, role", Until, Recorded)
        {
            Id = "user_id",
            Name = UserName,
            Told = "role",
            OtherKind = "role",
            Other = ("role", "role"),
        },
        new("expireGrant", "grant", "connector_grant", "user_id, connector_id", Until, Recorded)
        {
            Id = "user_id || '/' || connector_id",
            Name = $"{UserName} || ' on ' || {ConnectorName}",
            Told = "'granted by ' || granted_by",
            OtherKind = "connector",
            User = ("user_id", UserName),
            Other = ("connector_id", ConnectorName),
        },
        new("expireProfileGrant", "profile assignment", "profile_grant", "user_id, profile_id", Until, Recorded)
        {
            Id = "user_id || '/' || profile_id",
            Name = $"{UserName} || ' on ' || {ProfileName}",
            Told = "'granted by ' || granted_by",
            OtherKind = "profile",
            User = ("user_id", UserName),
            Other = ("profile_id", ProfileName),
        },
        new("expireLock", "backup", "backup", "id", "locked_until", "lock_end_recorded")
        {
            Id = "id",
            Name = AccountPath,
            Told = "'locked by ' || locked_by",
            OtherKind = "account",
            Other = ("account_id", AccountPath),
            IsLock = true,
        },
        new("expireHold", "backup", "backup", "id", "held_until", "hold_end_recorded")
        {
            Id = "id",
            Name = AccountPath,
            Told = "'held by ' || held_by",
            OtherKind = "account",
            Other = ("account_id", AccountPath),
            IsLock = true,
        },
    ];
}
