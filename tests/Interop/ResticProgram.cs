using System.Diagnostics;

namespace BackupAccess.Interop;

/// <summary>The operating system's restic, on one repository folder.</summary>
internal sealed class ResticProgram(string repository, string password)
{
    public static bool IsPresent { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, "restic")));

    /// <summary>The folder it runs in; null for the tests' own.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>Runs it and returns its standard output; fails when it does.</summary>
    public string Run(params string[] arguments)
    {
        (int exitCode, string output, string error) = Try(arguments);
        Assert.True(exitCode == 0, $"restic {string.Join(' ', arguments)} ended with {exitCode}:\n{output}\n{error}");
        return output;
    }

    public (int ExitCode, string Output, string Error) Try(params string[] arguments)
    {
        ProcessStartInfo start = new("restic", ["--no-cache", "--repo", repository, .. arguments])
        {
            WorkingDirectory = WorkingDirectory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["RESTIC_PASSWORD"] = password },
        };
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.Result);
    }
}
