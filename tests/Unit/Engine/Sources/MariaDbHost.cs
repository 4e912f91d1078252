using System.Diagnostics;

namespace BackupAccess.Engine.Tests.Sources;

/// <summary>A MariaDB server for the tests of a class, on a socket in a temporary folder. Needs root and the server's package.</summary>
public sealed class MariaDbHost : IDisposable
{
    public const string Reason = "A MariaDB server needs root and its package.";

    private Process? _server;

    public static bool IsPossible { get; } = LinuxScene.IsPossible && File.Exists("/usr/sbin/mariadbd");

    public MariaDbHost()
    {
        if (!IsPossible)
        {
            return;
        }

        Folder = Directory.CreateTempSubdirectory("ba-my-").FullName;
        LinuxScene.Run("/bin/chown", "mysql", Folder);
        LinuxScene.Run("/bin/chmod", "755", Folder);
        LinuxScene.Run("/usr/bin/mariadb-install-db", "--no-defaults", "--user=mysql", "--skip-test-db", $"--tmpdir={Folder}", $"--datadir={Folder}/data");
        Start();
    }

    /// <summary>Where the socket is.</summary>
    public string Folder { get; } = "";

    public string Socket => Path.Combine(Folder, "sock");

    public void Start()
    {
        _server = Process.Start(new ProcessStartInfo("/usr/sbin/mariadbd", [
            "--no-defaults", "--user=mysql", $"--tmpdir={Folder}", $"--datadir={Folder}/data", $"--socket={Socket}", $"--pid-file={Folder}/pid", "--skip-networking", "--innodb-flush-log-at-trx-commit=0",
            "--innodb-buffer-pool-size=16M", $"--log-error={Folder}/log"]))!;
        LinuxScene.Run("/usr/bin/mariadb-admin", "--no-defaults", $"--socket={Socket}", "--wait=60", "--silent", "ping");
    }

    public void Stop()
    {
        _server!.Kill();
        _server.WaitForExit();
        _server.Dispose();
        File.Delete(Socket);
    }

    public string Query(string sql) => LinuxScene.RunWith(sql, "/usr/bin/mariadb", "--no-defaults", $"--socket={Socket}", "--batch", "--skip-column-names", "--default-character-set=utf8mb4");

    public void Dispose()
    {
        if (IsPossible)
        {
            Stop();
            Directory.Delete(Folder, recursive: true);
        }
    }
}
