using BackupAccess.Engine.Policies;
using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Configurations;

/// <summary>The configurations' SQL.</summary>
internal static class ConfigurationStore
{
    private const string Select = """
        SELECT c.id AS Id, c.profile_id AS ProfileId, p.name AS ProfileName, p.number AS ProfileNumber, c.scope AS ScopeName, c.name AS Name, c.text AS Text,
               c.saved_by_id AS SavedById, c.saved_by AS SavedBy, c.saved_at AS SavedAt, c.revision AS Revision,
               c.shown_revision AS ShownRevision, c.shown_digest AS ShownDigest
        FROM configuration c LEFT JOIN profile p ON p.id = c.profile_id
        """;

    private const string Order = "ORDER BY p.name_key, c.name_key";

    public static ConfigurationRow? Find(StateConnection db, Guid id) =>
        db.QueryFirst<ConfigurationRow>($"{Select} WHERE c.id = @id", new { id = id.ToString() });

    /// <summary>The configuration of that name, in any case, in a profile; of no name what holds for the whole profile.</summary>
    public static ConfigurationRow? Find(StateConnection db, string profileId, string name) =>
        db.QueryFirst<ConfigurationRow>($"{Select} WHERE c.profile_id = @profileId AND c.name_key = @key", new { profileId, key = KeyOf(name) });

    /// <summary>What holds for all.</summary>
    public static ConfigurationRow? Global(StateConnection db) =>
        db.QueryFirst<ConfigurationRow>($"{Select} WHERE c.profile_id IS NULL");

    /// <summary>Configurations of that name in every profile.</summary>
    public static IReadOnlyList<ConfigurationRow> Named(StateConnection db, string name) =>
        db.Query<ConfigurationRow>($"{Select} WHERE c.scope = 'Configuration' AND c.name_key = @key {Order}", new { key = KeyOf(name) });

    /// <summary>The configuration at <c>profile/name</c>.</summary>
    public static ConfigurationRow? AtPath(StateConnection db, string path) =>
        Named(db, path[(path.IndexOf('/', StringComparison.Ordinal) + 1)..]).FirstOrDefault(row => string.Equals(row.Path, path, StringComparison.OrdinalIgnoreCase));

    /// <summary>Every one, by profile and name; what holds for all and for profiles among them.</summary>
    public static IReadOnlyList<ConfigurationRow> All(StateConnection db) => db.Query<ConfigurationRow>($"{Select} {Order}");

    public static IReadOnlyList<ConfigurationRow> OfProfile(StateConnection db, string profileId) =>
        db.Query<ConfigurationRow>($"{Select} WHERE c.profile_id = @profileId {Order}", new { profileId });

    /// <summary>Those whose own text names a policy.</summary>
    public static IReadOnlyList<ConfigurationRow> NamingPolicy(StateConnection db, string policy) =>
        db.Query<ConfigurationRow>($"{Select} WHERE c.policy_key = @key {Order}", new { key = PolicyStore.KeyOf(policy) });

    /// <summary>A profile's configurations that a schedule of it runs: what names the schedules is the configuration, else its profile, else the global text.</summary>
    public static IReadOnlyList<ConfigurationRow> OfSchedule(StateConnection db, string profileId, string schedule) => db.Query<ConfigurationRow>(
        $"""
        {Select}
        WHERE c.profile_id = @profileId AND c.scope = 'Configuration' AND EXISTS (
            SELECT 1 FROM configuration_schedule s
            WHERE s.schedule_key = @key AND s.configuration_id = CASE WHEN c.names_schedules = 1 THEN c.id ELSE coalesce(
                (SELECT o.id FROM configuration o WHERE o.profile_id = @profileId AND o.scope = 'Profile' AND o.names_schedules = 1),
                (SELECT o.id FROM configuration o WHERE o.profile_id IS NULL AND o.names_schedules = 1)) END)
        {Order}
        """,
        new { profileId, key = KeyOf(schedule) });

    /// <summary>What names a schedule of a profile: its configurations and its own text.</summary>
    public static IReadOnlyList<ConfigurationRow> NamingSchedule(StateConnection db, string profileId, string schedule) => db.Query<ConfigurationRow>(
        $"{Select} WHERE c.profile_id = @profileId AND c.id IN (SELECT configuration_id FROM configuration_schedule WHERE schedule_key = @key) {Order}",
        new { profileId, key = KeyOf(schedule) });

    /// <summary>Those whose files aren't what is saved yet.</summary>
    public static IReadOnlyList<ConfigurationRow> Due(StateConnection db) => db.Query<ConfigurationRow>($"{Select} WHERE c.shown_revision <> c.revision");

    public static void Insert(StateConnection db, ConfigurationRow row, ConfigurationValues values)
    {
        db.Execute(
            """
            INSERT INTO configuration (id, profile_id, scope, name, name_key, text, saved_by_id, saved_by, saved_at, revision, shown_revision, shown_digest, policy_key, names_schedules)
            VALUES (@Id, @ProfileId, @ScopeName, @Name, @key, @Text, @SavedById, @SavedBy, @SavedAt, @Revision, @ShownRevision, @ShownDigest, @policy, @names)
            """,
            new
            {
                row.Id,
                row.ProfileId,
                row.ScopeName,
                row.Name,
                key = KeyOf(row.Name),
                row.Text,
                row.SavedById,
                row.SavedBy,
                row.SavedAt,
                row.Revision,
                row.ShownRevision,
                row.ShownDigest,
                policy = PolicyOf(values),
                names = values.Schedules is null ? 0 : 1,
            });
        WriteSchedules(db, row.Id, values);
    }

    public static void Update(StateConnection db, ConfigurationRow row, ConfigurationValues values)
    {
        db.Execute(
            """
            UPDATE configuration SET text = @Text, saved_by_id = @SavedById, saved_by = @SavedBy, saved_at = @SavedAt, revision = @Revision,
                   shown_revision = @ShownRevision, shown_digest = @ShownDigest, policy_key = @policy, names_schedules = @names
            WHERE id = @Id
            """,
            new
            {
                row.Id,
                row.Text,
                row.SavedById,
                row.SavedBy,
                row.SavedAt,
                row.Revision,
                row.ShownRevision,
                row.ShownDigest,
                policy = PolicyOf(values),
                names = values.Schedules is null ? 0 : 1,
            });
        WriteSchedules(db, row.Id, values);
    }

    public static void Delete(StateConnection db, string id) => db.Execute("DELETE FROM configuration WHERE id = @id", new { id });

    /// <summary>Writes down what the file was given, or is found to be.</summary>
    public static void SetShown(StateConnection db, ConfigurationRow row, string? digest) => db.Execute(
        "UPDATE configuration SET shown_revision = @Revision, shown_digest = @digest WHERE id = @Id AND revision = @Revision", new { row.Id, row.Revision, digest });

    private static string? PolicyOf(ConfigurationValues values) => values.Policy.Value is { } policy ? PolicyStore.KeyOf(policy) : null;

    private static void WriteSchedules(StateConnection db, string id, ConfigurationValues values)
    {
        db.Execute("DELETE FROM configuration_schedule WHERE configuration_id = @id", new { id });
        foreach (string schedule in (values.Schedules ?? []).Select(KeyOf).Distinct())
        {
            db.Execute("INSERT INTO configuration_schedule (configuration_id, schedule_key) VALUES (@id, @schedule)", new { id, schedule });
        }
    }

    private static string KeyOf(string name) => name.ToLowerInvariant();
}
