using System.Diagnostics;
using System.Xml.Linq;
using Xunit.Abstractions;

namespace BackupAccess.Pester;

/// <summary>Runs the Pester suite in the pwsh on PATH, where there is one with Pester 5.</summary>
public sealed class PesterSuite(ITestOutputHelper output)
{
    private static readonly string s_skipped = Path.Combine(AppContext.BaseDirectory, "pester.skipped");

    [SkippableFact]
    public async Task The_module_works_in_PowerShell()
    {
        string results = Path.Combine(AppContext.BaseDirectory, "pester.xml");
        File.Delete(results);
        File.Delete(s_skipped);
        (int exitCode, string text) = await RunAsync(Path.Combine(Folder(), "Invoke-Suite.ps1"), results);
        SkipIf(exitCode == ExitCode.NoPowerShell, "pwsh not found: the Pester suite did not run");
        SkipIf(exitCode == ExitCode.NoPester, "Pester 5 not found: the Pester suite did not run");
        output.WriteLine(text);
        Assert.True(File.Exists(results), $"The suite ended without results:\n{text}");
        XElement[] cases = [.. XDocument.Load(results).Descendants("testcase")];
        string[] failures = [.. cases.Where(test => test.Element("failure") is not null || test.Element("error") is not null)
            .Select(test => $"{test.Attribute("name")?.Value}: {(test.Element("failure") ?? test.Element("error"))!.Attribute("message")?.Value}")];
        Assert.True(failures.Length == 0, $"{failures.Length} of {cases.Length} Pester tests failed:\n{string.Join('\n', failures)}");
        Assert.NotEmpty(cases);
        Assert.True(exitCode == 0, $"The suite ended with {exitCode}:\n{text}");
    }

    // The runner keeps the reason of a skipped test to itself; the project prints what is left in this file.
    private static void SkipIf(bool condition, string reason)
    {
        if (condition)
        {
            File.WriteAllText(s_skipped, reason);
        }

        Skip.If(condition, reason);
    }

    private static async Task<(int ExitCode, string Text)> RunAsync(string script, string results)
    {
        if (FindPowerShell() is not { } executable)
        {
            return (ExitCode.NoPowerShell, "");
        }

        ProcessStartInfo start = new(executable, ["-NoProfile", "-NonInteractive", "-File", script, "-Results", results])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string variable in start.Environment.Keys.Where(key => key.StartsWith("BACKUPACCESS_", StringComparison.Ordinal)).ToArray())
        {
            start.Environment.Remove(variable);
        }

        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string text = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, text + await errors);
    }

    private static string? FindPowerShell() => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, OperatingSystem.IsWindows() ? "pwsh.exe" : "pwsh"))
        .FirstOrDefault(File.Exists);

    // The scripts are read where they are edited, not from a copy.
    private static string Folder()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Invoke-Suite.ps1")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The tests don't run inside the repository.");
    }
}
