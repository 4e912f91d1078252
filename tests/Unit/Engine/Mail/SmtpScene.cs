using System.Diagnostics;
using System.Globalization;

namespace BackupAccess.Engine.Tests.Mail;

/// <summary>A real mail server (aiosmtpd) in a process of its own.</summary>
internal sealed class SmtpScene : IAsyncDisposable
{
    public const string Reason = "A local mail server needs python3-aiosmtpd.";

    private static readonly Lazy<bool> s_isPossible = new(() => Run("-c", "import aiosmtpd") == 0);

    private readonly string _folder = Directory.CreateTempSubdirectory("backupaccess-mail-").FullName;
    private readonly Process _server;

    public SmtpScene(params string[] options)
    {
        string script = Path.Combine(AppContext.BaseDirectory, "Smtp", "server.py");
        _server = Process.Start(new ProcessStartInfo("/usr/bin/python3", [script, _folder, .. options]) { RedirectStandardOutput = true })!;
        Port = int.Parse(_server.StandardOutput.ReadLine()!, CultureInfo.InvariantCulture);
    }

    public static bool IsPossible => s_isPossible.Value;

    public int Port { get; }

    /// <summary>What it has taken.</summary>
    public IReadOnlyList<string> Messages => [.. Directory.GetFiles(_folder, "*.eml").Order(StringComparer.Ordinal).Select(File.ReadAllText)];

    public async ValueTask DisposeAsync()
    {
        _server.Kill();
        await _server.WaitForExitAsync();
        _server.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static int Run(params string[] arguments)
    {
        if (!File.Exists("/usr/bin/python3"))
        {
            return 1;
        }

        using Process process = Process.Start(new ProcessStartInfo("/usr/bin/python3", arguments) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode;
    }
}
