using System.ComponentModel;
using System.Diagnostics;

namespace BackupAccess.Engine.Commands;

/// <summary>Starts programs: without a shell, and with an environment of their own.</summary>
internal static class CommandProcess
{
    /// <summary>Where programs are looked for that are started.</summary>
    public const string SearchPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    /// <summary>The language that they are to speak.</summary>
    public const string Language = "C.UTF-8";

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
        start.Environment["PATH"] = SearchPath;
        start.Environment["LANG"] = Language;
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }
}
