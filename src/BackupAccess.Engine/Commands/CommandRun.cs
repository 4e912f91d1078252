using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Commands;

/// <summary>
/// Runs a command of the list: without a shell, with an environment of its own, and bounded in time and output. What it
/// says is its result alone and stands in no message, since that may be a secret.
/// </summary>
internal static class CommandRun
{
    private const int MaxOutput = 64 * 1024;

    /// <param name="command">The command.</param>
    /// <param name="input">What it gets on its standard input.</param>
    /// <returns>Its standard output.</returns>
    /// <exception cref="StateException">It can't be started, took too long, said too much, or failed.</exception>
    public static byte[] Run(AllowedCommand command, ReadOnlySpan<byte> input)
    {
        OwnFile.Require(command.Path);
        using Process process = Start(command);
        Task<byte[]?> output = ReadAsync(process.StandardOutput.BaseStream);
        Task<byte[]?> errors = ReadAsync(process.StandardError.BaseStream);
        Feed(process, input);
        bool ended = process.WaitForExit(command.Timeout) && Task.WhenAll(output, errors).Wait(command.Timeout);
        if (!ended)
        {
            process.Kill(entireProcessTree: true);
            throw Failed(command, string.Create(CultureInfo.InvariantCulture, $"took longer than {command.Timeout.TotalSeconds:0} seconds"));
        }

        return process.ExitCode != 0
            ? throw Failed(command, string.Create(CultureInfo.InvariantCulture, $"ended with {process.ExitCode}"))
            : output.Result ?? throw Failed(command, string.Create(CultureInfo.InvariantCulture, $"said more than {MaxOutput} bytes"));
    }

    private static Process Start(AllowedCommand command)
    {
        try
        {
            return CommandProcess.Start(command.Path, command.Arguments, command.Environment);
        }
        catch (Win32Exception e)
        {
            throw Failed(command, $"can't be started: {e.Message}", e);
        }
    }

    private static void Feed(Process process, ReadOnlySpan<byte> input)
    {
        try
        {
            using Stream stream = process.StandardInput.BaseStream;
            stream.Write(input);
        }
        catch (IOException)
        {
            // It ended without reading all of it; how it ended says whether that was wrong.
        }
    }

    /// <summary>Reads to the end, and keeps nothing where that is too much.</summary>
    private static async Task<byte[]?> ReadAsync(Stream stream)
    {
        byte[] buffer = new byte[MaxOutput];
        int length = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false).ConfigureAwait(false);
        byte[] read = buffer[..length];
        Array.Clear(buffer);
        byte[] rest = new byte[4096];
        bool more = false;
        while (await stream.ReadAsync(rest).ConfigureAwait(false) > 0)
        {
            more = true;
        }

        return more ? null : read;
    }

    private static StateException Failed(AllowedCommand command, string how, Exception? inner = null) =>
        new("CommandFailed", $"The command \"{command.Name}\" {how}.", inner);
}
