using System.Diagnostics;
using System.Globalization;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.StorageControllers;

namespace BackupAccess.Engine.Tests.StorageControllers;

/// <summary>A storage controller in a process of its own, whose one volume <c>svm1:home</c> is a folder.</summary>
internal sealed class OntapScene : IAsyncDisposable
{
    public const string Reason = "A local storage controller needs python3.";
    public const string User = "backup";
    public const string Password = "0nt4p-pass-phrase";
    public const string Volume = "0bc1a2f4-5e6d-4c7b-8a9f-0123456789ab";

    private readonly string _folder = Directory.CreateTempSubdirectory("backupaccess-ontap-").FullName;
    private readonly Process _server;

    /// <param name="mount">Where the volume is mounted.</param>
    /// <param name="certificate">A file with its certificate, whose key lies beside it; null for http.</param>
    public OntapScene(string mount = "/nowhere", string? certificate = null)
    {
        string script = Path.Combine(AppContext.BaseDirectory, "Ontap", "server.py");
        string[] tls = certificate is null ? [] : [certificate, certificate + ".key"];
        _server = Process.Start(new ProcessStartInfo("/usr/bin/python3", [script, _folder, User, Password, mount, .. tls]) { RedirectStandardOutput = true })!;
        Port = int.Parse(_server.StandardOutput.ReadLine()!, CultureInfo.InvariantCulture);
    }

    public static bool IsPossible => File.Exists("/usr/bin/python3");

    public int Port { get; }

    /// <summary>As <c>GET /api/cluster</c>, in order.</summary>
    public IReadOnlyList<string> Requests => Lines("requests");

    /// <summary>The names of the volume's snapshots.</summary>
    public IReadOnlyList<string> Snapshots => Lines("snapshots");

    /// <summary>Has it do something wrong, or well again.</summary>
    public void Behave(string behaviour) => File.WriteAllText(Path.Combine(_folder, "behaviour"), behaviour);

    public void SendElsewhere(string url) => File.WriteAllText(Path.Combine(_folder, "elsewhere"), url);

    public CreateStorageController Registration(string name, ControllerTrust? trust = null, string host = "localhost") => new(
        name, trust is null ? ControllerScheme.Http : ControllerScheme.Https, host, Port, User, Secret.FromChars(Password), trust, AdministratorAccounts.Refused);

    public async ValueTask DisposeAsync()
    {
        _server.Kill();
        await _server.WaitForExitAsync();
        _server.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private string[] Lines(string file)
    {
        string path = Path.Combine(_folder, file);
        return File.Exists(path) ? File.ReadAllLines(path) : [];
    }
}
