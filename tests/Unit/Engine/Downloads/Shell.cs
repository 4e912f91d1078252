using System.Diagnostics;

namespace BackupAccess.Engine.Tests.Downloads;

/// <summary>Runs the programs that people open archives with.</summary>
internal static class Shell
{
    /// <summary>Runs a script in a folder; its arguments are $1, $2, ….</summary>
    /// <returns>What it wrote.</returns>
    public static async Task<string> RunAsync(string folder, string script, params string[] arguments)
    {
        ProcessStartInfo start = new("/bin/sh") { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        string[] all = ["-eu", "-c", script, "sh", .. arguments];
        Array.ForEach(all, start.ArgumentList.Add);
        start.Environment["LC_ALL"] = "C";
        start.Environment["TZ"] = "UTC";
        start.StandardOutputEncoding = System.Text.Encoding.Latin1;
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        string problem = await errors;
        Assert.True(process.ExitCode == 0, problem);
        return output;
    }

    /// <summary>Every entry of a tree: path, type, mode, time, target of a link, links to it and size of a file.</summary>
    public static Task<string> ListAsync(string folder) => RunAsync(
        folder, @"find . -mindepth 1 \( -type f -printf '%P|f|%m|%T@||%n|%s\0' -o -type d -printf '%P|d|%m|%T@\0' -o -printf '%P|%y|%m|%T@|%l\0' \) | sort -z | tr '\0' '\n'");
}
