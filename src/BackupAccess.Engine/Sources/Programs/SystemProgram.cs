using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using BackupAccess.Engine.Commands;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Sources.Programs;

/// <summary>
/// Runs the operating system's own programs for accounts, each by its absolute path, which nothing but the engine's code
/// names. What is secret goes to their standard input, never into arguments.
/// </summary>
internal static class SystemProgram
{
    private const int MaxMessage = 1000;

    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(1);

    /// <summary>Runs one to its end.</summary>
    /// <exception cref="ItemFailedException">It isn't there, took too long, or failed: with what it said.</exception>
    public static async Task RunAsync(string path, IReadOnlyList<string> arguments, ReadOnlyMemory<byte> input, CancellationToken cancellationToken)
    {
        using Process process = Start(path, arguments);
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(s_patience);
        try
        {
            Task<string> output = process.StandardOutput.ReadToEndAsync(patience.Token);
            Task<string> errors = process.StandardError.ReadToEndAsync(patience.Token);
            await FeedAsync(process, input, patience.Token).ConfigureAwait(false);
            await process.WaitForExitAsync(patience.Token).ConfigureAwait(false);
            await output.ConfigureAwait(false);
            Require(path, process.ExitCode, await errors.ConfigureAwait(false));
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            cancellationToken.ThrowIfCancellationRequested();
            throw Failed(path, string.Create(CultureInfo.InvariantCulture, $"took longer than {s_patience.TotalSeconds:0} seconds"));
        }
    }

    private static Process Start(string path, IReadOnlyList<string> arguments)
    {
        try
        {
            return CommandProcess.Start(path, arguments, new Dictionary<string, string>());
        }
        catch (Win32Exception e)
        {
            throw new ItemFailedException($"\"{path}\" can't be started: {e.Message}.", e);
        }
    }

    private static async Task FeedAsync(Process process, ReadOnlyMemory<byte> input, CancellationToken cancellationToken)
    {
        try
        {
            Stream stream = process.StandardInput.BaseStream;
            await using (stream.ConfigureAwait(false))
            {
                await stream.WriteAsync(input, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (IOException)
        {
            // It ended without reading all of it; how it ended says whether that was wrong.
        }
    }

    private static void Require(string path, int exitCode, string errors)
    {
        if (exitCode != 0)
        {
            string said = string.Join(' ', errors.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
            throw Failed(path, said.Length > 0
                ? $"said: {Names.Printable(said.Length > MaxMessage ? said[..MaxMessage] : said).TrimEnd('.')}"
                : string.Create(CultureInfo.InvariantCulture, $"ended with {exitCode}"));
        }
    }

    private static ItemFailedException Failed(string path, string how) => new($"\"{path}\" {how}.");
}
