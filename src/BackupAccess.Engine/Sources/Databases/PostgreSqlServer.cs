using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using BackupAccess.Engine.Sources.Programs;

namespace BackupAccess.Engine.Sources.Databases;

/// <summary>A PostgreSQL server of this machine, reached by its socket and driven by its own programs.</summary>
internal sealed partial record PostgreSqlServer
{
    public const string DefaultSocket = "/var/run/postgresql";
    public const string DefaultUser = "postgres";
    public const int DefaultPort = 5432;

    private const int MaxAnswer = 16 * 1024 * 1024;
    private const string NoFile = "/nonexistent/pgpass";
    private const string Versions = "/usr/lib/postgresql";

    /// <summary>Whether an administrator says that it is there; else it is where its socket and its programs are.</summary>
    public bool IsDeclared { get; init; }

    /// <summary>The folder of psql and pg_dump; null for the newest version that is installed.</summary>
    public string? Programs { get; init; }

    /// <summary>The folder of the socket.</summary>
    public string Socket { get; init; } = DefaultSocket;

    public int Port { get; init; } = DefaultPort;

    /// <summary>The superuser that the engine is.</summary>
    public string User { get; init; } = DefaultUser;

    /// <summary>The system's user whom the server takes for that; null for who runs the engine.</summary>
    public string? SystemUser { get; init; } = DefaultUser;

    /// <summary>Where the superuser's password stands, in the form of libpq.</summary>
    public string? PasswordFile { get; init; }

    public bool IsThere => IsDeclared || (File.Exists(Path.Combine(Socket, $".s.PGSQL.{Port.ToString(CultureInfo.InvariantCulture)}")) && File.Exists(ProgramPath("psql")));

    public static string Identifier(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>Where standard_conforming_strings is on, as it is asked for.</summary>
    public static string Literal(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    /// <summary>Runs statements as the superuser, in a database of the server's own, so that nothing of a tenant's is looked at.</summary>
    /// <exception cref="ItemFailedException">The server refuses, or isn't there.</exception>
    public async Task<string> QueryAsync(string sql, CancellationToken cancellationToken)
    {
        ProgramCall call = Call("psql", ["--no-psqlrc", "--quiet", "--set=VERBOSITY=terse", "--tuples-only", "--no-align", "--no-password", "--set=ON_ERROR_STOP=1", "--file=-"], DefaultUser, User) with
        {
            SystemUser = SystemUser,
        };
        return (await RunningProgram.RunAsync(call, Encoding.UTF8.GetBytes(sql), MaxAnswer, cancellationToken).ConfigureAwait(false)).Trim('\n');
    }

    /// <summary>Writes a database as SQL, from one moment of it. What owns what in it isn't written: it becomes the account's.</summary>
    public ProgramCall DumpOf(string database) =>
        Call("pg_dump", ["--format=plain", "--no-owner", "--no-tablespaces", "--no-publications", "--no-subscriptions", "--no-password", "--lock-wait-timeout=60000"], database, User) with
        {
            SystemUser = SystemUser,
        };

    /// <summary>Reads SQL into a database with an account's own rights, to the system as well as to the server.</summary>
    public ProgramCall LoadInto(string database, string account) =>
        Call("psql", ["--no-psqlrc", "--quiet", "--set=VERBOSITY=terse", "--no-password", "--set=ON_ERROR_STOP=1", "--output=/dev/null", "--file=-"], database, account) with
        {
            SystemUser = account,
            IsAlone = true,
        };

    private ProgramCall Call(string program, IReadOnlyList<string> arguments, string database, string user) => new(program, ProgramPath(program), arguments)
    {
        // A name among the arguments could be taken for a connection's description.
        Environment = new Dictionary<string, string>
        {
            ["PGHOST"] = Socket,
            ["PGPORT"] = Port.ToString(CultureInfo.InvariantCulture),
            ["PGUSER"] = user,
            ["PGDATABASE"] = database,
            ["PGPASSFILE"] = user == User ? PasswordFile ?? NoFile : NoFile,
            ["PGCONNECT_TIMEOUT"] = "10",
            ["PGAPPNAME"] = "BackupAccess",
            ["PGCLIENTENCODING"] = "UTF8",
            ["PGOPTIONS"] = "-c standard_conforming_strings=on",
        },
    };

    private string ProgramPath(string name)
    {
        string[] versions = Programs is null && Directory.Exists(Versions) ? Directory.GetDirectories(Versions) : [];
        return Programs is not null ? Path.Combine(Programs, name)
            : versions.Where(version => File.Exists(Path.Combine(version, "bin", name))).OrderByDescending(version => Number().Match(version).Value.PadLeft(4, '0')).FirstOrDefault() is { } newest ? Path.Combine(newest, "bin", name)
            : $"/usr/bin/{name}";
    }

    [GeneratedRegex("[0-9]+$")]
    private static partial Regex Number();
}
