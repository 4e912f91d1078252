using System.Text;
using BackupAccess.Engine.Sources.Programs;

namespace BackupAccess.Engine.Sources.Databases;

/// <summary>A MariaDB server of this machine, reached by its socket and driven by its own programs.</summary>
internal sealed record MariaDbServer
{
    private const int MaxAnswer = 16 * 1024 * 1024;
    // The client repeats the statement that failed, which may hold a hash.
    private const string ErrorMark = "ERROR ";
    private const string DefaultSocket = "/run/mysqld/mysqld.sock";

    /// <summary>Whether an administrator says that it is there; else it is where its socket and its programs are.</summary>
    public bool IsDeclared { get; init; }

    /// <summary>The folder of its programs; null for the system's.</summary>
    public string? Programs { get; init; }

    /// <summary>The socket; null for the usual one.</summary>
    public string? Socket { get; init; }

    /// <summary>Where the administrator's name and password stand, in the form of its programs; null for what they read by themselves.</summary>
    public string? OptionsFile { get; init; }

    public bool IsThere => IsDeclared || (File.Exists(DefaultSocket) && File.Exists(ProgramPath("mariadb", "mysql")));

    private string SocketPath => Socket ?? DefaultSocket;

    public static string Identifier(string name) => $"`{name.Replace("`", "``", StringComparison.Ordinal)}`";

    /// <summary>A user as statements name one.</summary>
    public static string UserName(string user, string host) => $"{Identifier(user)}@{Identifier(host)}";

    /// <summary>The pattern of one database in a grant, where some characters stand for others.</summary>
    public static string Pattern(string database) => Identifier(
        database.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal));

    /// <summary>A text, whatever the server's mode makes of quotes and backslashes.</summary>
    public static string Literal(string text) => $"CONVERT(X'{Convert.ToHexString(Encoding.UTF8.GetBytes(text))}' USING utf8mb4)";

    /// <summary>A text where the grammar has no expression: without the mode that gives backslashes another meaning.</summary>
    public static string PlainLiteral(string text) => $"'{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "''", StringComparison.Ordinal)}'";

    /// <summary>Runs statements as the administrator; gives what they answer, a line a row.</summary>
    /// <exception cref="ItemFailedException">The server refuses, or isn't there.</exception>
    public async Task<string[]> QueryAsync(string sql, CancellationToken cancellationToken)
    {
        ProgramCall call = AsAdministrator("mariadb", "mysql", ["--batch", "--raw", "--skip-column-names", "--no-auto-rehash", "--binary-mode", "--default-character-set=utf8mb4", "--connect-timeout=10"]) with
        {
            ErrorMark = ErrorMark,
        };
        string answer = await RunningProgram.RunAsync(call, Encoding.UTF8.GetBytes("SET SESSION sql_mode = '';\n" + sql), MaxAnswer, cancellationToken).ConfigureAwait(false);
        return answer.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>Writes a database as SQL; tables of an engine with transactions from one moment.</summary>
    public ProgramCall DumpOf(string database) => AsAdministrator("mariadb-dump", "mysqldump", [
        "--single-transaction", "--quick", "--routines", "--triggers", "--events", "--hex-blob", "--skip-dump-date", "--no-tablespaces", "--default-character-set=utf8mb4", "--", database]);

    /// <summary>Reads SQL into a database as a user of an account, with the account's own rights to the system, too.</summary>
    public ProgramCall LoadInto(string database, MariaDbLogin login, string account) =>
        new("mariadb", ProgramPath("mariadb", "mysql"), [
            "--no-defaults", $"--socket={SocketPath}", $"--user={login.User}", $"--database={database}", "--batch", "--no-auto-rehash", "--binary-mode", "--loose-sandbox", "--default-character-set=utf8mb4", "--connect-timeout=10"])
        {
            Environment = new Dictionary<string, string> { ["MYSQL_PWD"] = login.Password },
            ErrorMark = ErrorMark,
            SystemUser = account,
            IsAlone = true,
        };

    private ProgramCall AsAdministrator(string program, string olderProgram, IReadOnlyList<string> arguments) =>
        new(program, ProgramPath(program, olderProgram), [.. OptionsFile is null ? Array.Empty<string>() : [$"--defaults-file={OptionsFile}"], $"--socket={SocketPath}", .. arguments])
        {
            // Where the administrator's own options are.
            Environment = new Dictionary<string, string> { ["HOME"] = Environment.IsPrivilegedProcess ? "/root" : "/nonexistent" },
        };

    private string ProgramPath(string program, string olderProgram)
    {
        string folder = Programs ?? "/usr/bin";
        string path = Path.Combine(folder, program);
        return File.Exists(path) ? path : Path.Combine(folder, olderProgram);
    }
}
