using System.ComponentModel;
using System.Diagnostics;

namespace BackupAccess.Engine.Commands;

/// <summary>Starts programs: without a shell, and with an environment of their own.</summary>
internal static class CommandProcess
{
    /// <exception cref="Win32Exception">It can't be started.</exception>
    public static Process Start(string path, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> environment)
    {
        ProcessStartInfo start = new(path, arguments)
        {
            UseShellExecute = false,
            WorkingDirectory = Path.GetPathRoot(path),
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        start.Environment["PATH"] = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
        start.Environment["LANG"] = "C.UTF-8";
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }
}
