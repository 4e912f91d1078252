using BackupAccess.Engine.Catalogue;
using BackupAccess.Engine.State;
using BackupAccess.Engine.Tags;

namespace BackupAccess.Engine.Accounts;

/// <summary>The accounts' SQL.</summary>
internal static class AccountStore
{
    private const string Columns = """
        SELECT a.id AS Id, a.connector_id AS ConnectorId, c.name AS Connector, c.number AS ConnectorNumber,
               CASE WHEN c.legacy = 1 AND c.restricted_at IS NULL THEN 1 ELSE 0 END AS ConnectorOpenLegacy, c.removed_at AS ConnectorRemovedAt,
               a.name AS AccountName, a.home AS Home, a.uid AS Uid, a.gid AS Gid, a.device AS Device, a.inode AS Inode, a.birth AS Birth,
               a.type AS Type, a.owner_id AS OwnerId, u.name AS Owner, a.email AS Email, a.max_on_demand AS MaxOnDemand,
               a.domains AS Domains, a.excludes AS Excludes, a.discovered_at AS DiscoveredAt, a.gone_at AS GoneAt, p.name AS PriorityGroup,
        """;

    private const string Counts = """
               (SELECT group_concat(t.name) FROM account_tag x JOIN tag t ON t.id = x.tag_id WHERE x.account_id = a.id) AS Tags,
               (SELECT count(*) FROM backup b WHERE b.account_id = a.id) AS Backups,
               (SELECT coalesce(max(b.created_at), 0) FROM backup b WHERE b.account_id = a.id) AS LastBackupAt,
               (SELECT s.suspended_at FROM account_suspension s WHERE s.account_id = a.id) AS SuspendedAt,
               a.encryption AS Encryption, x.due_at AS EncryptionResetAt
        """;

    private const string NoCounts = "NULL AS Tags, 0 AS Backups, 0 AS LastBackupAt, NULL AS SuspendedAt, a.encryption AS Encryption, NULL AS EncryptionResetAt";

    private const string From = """
        FROM account a JOIN connector c ON c.id = a.connector_id LEFT JOIN app_user u ON u.id = a.owner_id
             LEFT JOIN priority_group p ON p.id = a.priority_group_id LEFT JOIN encryption_reset x ON x.account_id = a.id
        """;

    private const string Select = $"{Columns} {Counts} {From}";

    private const string Order = "ORDER BY c.name_key, a.name, a.discovered_at";

    public static AccountRow? Find(StateConnection db, Guid id) =>
        db.QueryFirst<AccountRow>($"{Select} WHERE a.id = @id", new { id = id.ToString() });

    /// <summary>Live accounts of that name, on every connector.</summary>
    public static IReadOnlyList<AccountRow> FindLive(StateConnection db, string name) =>
        db.Query<AccountRow>($"{Select} WHERE a.name = @name AND a.gone_at IS NULL {Order}", new { name });

    public static IReadOnlyList<AccountRow> LiveOf(StateConnection db, Guid connectorId) =>
        db.Query<AccountRow>($"{Select} WHERE a.connector_id = @id AND a.gone_at IS NULL {Order}", new { id = connectorId.ToString() });

    /// <summary>Those, live or orphaned, that carry the tag.</summary>
    public static IReadOnlyList<AccountRow> Tagged(StateConnection db, string tag) =>
        db.Query<AccountRow>($"{Select} WHERE a.id IN (SELECT account_id FROM account_tag WHERE tag_id = @tag) {Order}", new { tag });

    /// <summary>Those, live or orphaned, that carry any of the tags.</summary>
    public static IEnumerable<AccountRow> Tagged(StateConnection db, IEnumerable<TagRow> tags) =>
        tags.SelectMany(tag => Tagged(db, tag.Id)).DistinctBy(account => account.Id);

    /// <summary>Those, live or orphaned, that have the priority group for their own.</summary>
    public static IReadOnlyList<AccountRow> OfPriorityGroup(StateConnection db, string group) =>
        db.Query<AccountRow>($"{Select} WHERE a.priority_group_id = @group {Order}", new { group });

    public static IReadOnlyList<AccountRow> All(StateConnection db, AccountPresence presence) =>
        db.Query<AccountRow>($"{Select} {WhereOf(presence)} {Order}");

    /// <summary>All that the patterns could mean; whether they do is still to be asked.</summary>
    public static IReadOnlyList<AccountRow> Candidates(StateConnection db, AccountPresence presence, AccountPatterns patterns) => Candidates(db, Select, presence, patterns);

    /// <summary>The same without tags, suspensions and what their backups tell, which takes a tenth of the time where backups are many.</summary>
    public static IReadOnlyList<AccountRow> BareCandidates(StateConnection db, AccountPatterns patterns) =>
        Candidates(db, $"{Columns} {NoCounts} {From}", AccountPresence.Any, patterns);

    /// <summary>Accounts that were once on a connector under a name, the last to go first.</summary>
    public static IReadOnlyList<AccountRow> FormerOf(StateConnection db, string connectorId, string name) =>
        db.Query<AccountRow>($"{Select} WHERE a.connector_id = @connectorId AND a.name = @name AND a.gone_at IS NOT NULL ORDER BY a.gone_at DESC, a.id DESC", new { connectorId, name });

    /// <summary>Orphans of a connector with no backup and no repository, and nothing done with them since a time.</summary>
    public static IReadOnlyList<AccountRow> Abandoned(StateConnection db, Guid connectorId, long since) => db.Query<AccountRow>(
        $"""
        {Select}
        WHERE a.connector_id = @id AND a.gone_at <= @since
          AND NOT EXISTS (SELECT 1 FROM backup b WHERE b.account_id = a.id) AND NOT EXISTS (SELECT 1 FROM repository r WHERE r.account_id = a.id)
          AND NOT EXISTS (SELECT 1 FROM account_lease l WHERE l.account_id = a.id)
        {Order}
        """,
        new { id = connectorId.ToString(), since });

    public static void Insert(StateConnection db, Guid id, Guid connectorId, string name, string home, HomeIdentity identity, long now) => db.Execute(
        """
        INSERT INTO account (id, connector_id, name, home, uid, gid, device, inode, birth, type, domains, excludes, discovered_at)
        VALUES (@id, @connector, @name, @home, @Uid, @Gid, @Device, @Inode, @Birth, 'User', '[]', '[]', @now)
        """,
        new { id = id.ToString(), connector = connectorId.ToString(), name, home, identity.Uid, identity.Gid, identity.Device, identity.Inode, identity.Birth, now });

    /// <summary>Writes an account as its record tells it.</summary>
    /// <param name="db">The state.</param>
    /// <param name="account">The record.</param>
    /// <param name="connectorId">Its connector, as the state has it.</param>
    /// <param name="gone">Since when it is an orphan; null for a live one.</param>
    /// <param name="owner">Its owner; where that user is missing, the name is kept.</param>
    public static void Insert(StateConnection db, AccountRecord account, Guid connectorId, long? gone, Guid? owner) => db.Execute(
        """
        INSERT INTO account (id, connector_id, name, home, uid, gid, device, inode, birth, type, owner_id, email, max_on_demand, domains, excludes,
                             encryption, discovered_at, gone_at, former_owner)
        VALUES (@id, @connector, @Name, @Home, @Uid, @Gid, @Device, @Inode, @Birth, @Type, @owner, @Email, @MaxOnDemand, @domains, @excludes,
                @Encryption, @DiscoveredAt, @gone, @former)
        """,
        new
        {
            id = account.Id.ToString(),
            connector = connectorId.ToString(),
            account.Name,
            account.Home,
            account.Uid,
            account.Gid,
            account.Device,
            account.Inode,
            account.Birth,
            account.Type,
            owner = owner?.ToString(),
            account.Email,
            account.MaxOnDemand,
            domains = JsonText.FromList(account.Domains),
            excludes = JsonText.FromList(account.Excludes),
            account.Encryption,
            account.DiscoveredAt,
            gone,
            former = owner is null ? account.Owner : null,
        });

    /// <summary>Writes where the home lies now and whose group it has.</summary>
    public static void SetHome(StateConnection db, Guid id, string home, long gid) =>
        db.Execute("UPDATE account SET home = @home, gid = @gid WHERE id = @id AND (home <> @home OR gid <> @gid)", new { id = id.ToString(), home, gid });

    /// <summary>Binds the account to another home of its own; it is live.</summary>
    public static void SetIdentity(StateConnection db, Guid id, HomeIdentity home) => db.Execute(
        "UPDATE account SET uid = @Uid, gid = @Gid, device = @Device, inode = @Inode, birth = @Birth, gone_at = NULL WHERE id = @id",
        new { id = id.ToString(), home.Uid, home.Gid, home.Device, home.Inode, home.Birth });

    public static void SetGone(StateConnection db, Guid id, long now) =>
        db.Execute("UPDATE account SET gone_at = @now WHERE id = @id", new { id = id.ToString(), now });

    /// <summary>Puts a former account in a live one's place, which has been left: its home is now this one's. It comes back without its owner.</summary>
    public static void SetPlace(StateConnection db, Guid id, AccountRow place) => db.Execute(
        """
        UPDATE account SET connector_id = @ConnectorId, name = @Name, home = @Home, uid = @Uid, gid = @Gid, device = @Device, inode = @Inode, birth = @Birth,
                           gone_at = NULL, owner_id = NULL, former_owner = NULL
        WHERE id = @id
        """,
        new { id = id.ToString(), place.ConnectorId, Name = place.AccountName, place.Home, place.Uid, place.Gid, place.Device, place.Inode, place.Birth });

    /// <summary>Takes an account out of the state that has neither backup nor repository.</summary>
    public static void Delete(StateConnection db, Guid id) => db.Execute("DELETE FROM account WHERE id = @id", new { id = id.ToString() });

    public static void SetOwner(StateConnection db, Guid id, Guid? owner) =>
        db.Execute("UPDATE account SET owner_id = @owner, former_owner = NULL WHERE id = @id", new { id = id.ToString(), owner = owner?.ToString() });

    /// <param name="db">The state.</param>
    /// <param name="id">The account.</param>
    /// <param name="group">The id of its own priority group; null for none.</param>
    public static void SetPriorityGroup(StateConnection db, string id, string? group) =>
        db.Execute("UPDATE account SET priority_group_id = @group WHERE id = @id", new { id, group });

    /// <summary>Writes the settings.</summary>
    public static void Update(StateConnection db, AccountRow account) => db.Execute(
        "UPDATE account SET type = @Type, email = @Email, max_on_demand = @MaxOnDemand, domains = @Domains, excludes = @Excludes WHERE id = @Id",
        new { account.Id, account.Type, account.Email, account.MaxOnDemand, account.Domains, account.Excludes });

    private static IReadOnlyList<AccountRow> Candidates(StateConnection db, string select, AccountPresence presence, AccountPatterns patterns) =>
        patterns.Literal is { } literal
            ? db.Query<AccountRow>($"{select} {WhereOf(presence)} AND (a.name IN @Names OR a.id IN @Ids) {Order}", new { literal.Names, literal.Ids })
            : db.Query<AccountRow>($"{select} {WhereOf(presence)} {Order}");

    private static string WhereOf(AccountPresence presence) => presence switch
    {
        AccountPresence.Live => "WHERE a.gone_at IS NULL",
        AccountPresence.Orphan => "WHERE a.gone_at IS NOT NULL",
        _ => "WHERE TRUE",
    };
}
