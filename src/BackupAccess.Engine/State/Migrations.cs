using System.Globalization;
using System.Reflection;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.State;

/// <summary>The numbered SQL files under <c>State/Migrations</c>, applied in order, each in one transaction.</summary>
internal static class Migrations
{
    private const string Prefix = "BackupAccess.Engine.State.Migrations.";

    /// <summary>The version that this engine reads and writes.</summary>
    public const int Newest = 23;

    /// <exception cref="StateException">A newer version made the state.</exception>
    public static void Apply(StateDatabase database, TimeProvider time)
    {
        if (ReadVersion(database) == Newest)
        {
            return;
        }

        using StateTransaction transaction = database.BeginImmediate();
        transaction.Execute("CREATE TABLE IF NOT EXISTS schema_version (version INTEGER PRIMARY KEY, applied_at BIGINT NOT NULL)");
        int version = Version(transaction);
        if (version > Newest)
        {
            throw new StateException("UnsupportedVersion", $"The state \"{database.Path}\" has version {version}; this engine knows up to {Newest}.");
        }

        for (int next = version + 1; next <= Newest; next++)
        {
            transaction.Execute(ReadSql(next));
            transaction.Execute("INSERT INTO schema_version (version, applied_at) VALUES (@next, @now)", new { next, now = time.Now() });
        }

        transaction.Commit();
    }

    private static int ReadVersion(StateDatabase database)
    {
        using StateConnection connection = database.Connect();
        return connection.QueryScalar<int>("SELECT count(*) FROM sqlite_master WHERE name = 'schema_version'") == 0 ? 0 : Version(connection);
    }

    private static int Version(StateConnection connection) =>
        connection.QueryScalar<int>("SELECT coalesce(max(version), 0) FROM schema_version");

    private static string ReadSql(int version)
    {
        Assembly assembly = typeof(Migrations).Assembly;
        string prefix = Prefix + version.ToString("D3", CultureInfo.InvariantCulture) + "_";
        string name = assembly.GetManifestResourceNames().Single(resource => resource.StartsWith(prefix, StringComparison.Ordinal));
        using StreamReader reader = new(assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
