using System.Diagnostics;

namespace BackupAccess.Engine.Tests.Sources;

/// <summary>A PostgreSQL server for the tests of a class, on a socket in a temporary folder. Needs root and the server's package.</summary>
public sealed class PostgreSqlHost : IDisposable
{
    public const string Reason = "A PostgreSQL server needs root and its package.";

    private static readonly string? s_programs = Directory.Exists("/usr/lib/postgresql")
        ? Directory.GetDirectories("/usr/lib/postgresql").Select(version => Path.Combine(version, "bin")).Where(folder => File.Exists(Path.Combine(folder, "initdb"))).Order(StringComparer.Ordinal).LastOrDefault()
        : null;

    public static bool IsPossible { get; } = LinuxScene.IsPossible && s_programs is not null;

    public PostgreSqlHost()
    {
        if (!IsPossible)
        {
            return;
        }

        Folder = Directory.CreateTempSubdirectory("ba-pg-").FullName;
        LinuxScene.Run("/bin/chown", "postgres", Folder);
        LinuxScene.Run("/bin/chmod", "755", Folder);
        Administer("initdb", "--auth=peer", "--no-sync", "--encoding=UTF8", "--locale=C", $"--pgdata={Data}");
        Start();
    }

    /// <summary>Where the socket is.</summary>
    public string Folder { get; } = "";

    private string Data => Path.Combine(Folder, "data");

    public void Start() => Administer("pg_ctl", "--wait", "--silent", $"--pgdata={Data}", $"--log={Folder}/log", $"--options=-k {Folder} -c listen_addresses='' -c fsync=off -c shared_buffers=16MB", "start");

    public void Stop() => Administer("pg_ctl", "--wait", "--silent", "--mode=immediate", $"--pgdata={Data}", "stop");

    /// <summary>Has the server ask who isn't its own user for a password.</summary>
    public void SetAuthentication(string lines)
    {
        File.WriteAllText(Path.Combine(Data, "pg_hba.conf"), lines);
        Administer("pg_ctl", "--silent", $"--pgdata={Data}", "reload");
    }

    public string Query(string sql, string database = "postgres") => QueryAs("postgres", sql, database);

    public string QueryAs(string user, string sql, string database) =>
        LinuxScene.RunWith(sql, "/usr/sbin/runuser", "-u", user, "--", Path.Combine(s_programs!, "psql"), "-X", "-q", "-A", "-t", "-h", Folder, "-v", "ON_ERROR_STOP=1", "-d", database, "-f", "-");

    /// <summary>A client that is connected and waits for statements.</summary>
    public Process Connect(string user, string database)
    {
        Process client = Process.Start(new ProcessStartInfo("/usr/sbin/runuser", ["-u", user, "--", Path.Combine(s_programs!, "psql"), "-X", "-q", "-A", "-t", "-h", Folder, "-d", database, "-f", "-"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        client.StandardInput.WriteLine("SELECT 1;");
        client.StandardInput.Flush();
        Assert.Equal("1", client.StandardOutput.ReadLine());
        return client;
    }

    public void Dispose()
    {
        if (IsPossible)
        {
            Stop();
            Directory.Delete(Folder, recursive: true);
        }
    }

    private static void Administer(string program, params string[] arguments) =>
        LinuxScene.Run("/usr/sbin/runuser", ["-u", "postgres", "--", Path.Combine(s_programs!, program), .. arguments]);
}
