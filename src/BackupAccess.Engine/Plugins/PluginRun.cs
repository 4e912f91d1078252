using System.ComponentModel;
using System.Globalization;
using System.Text.Json.Nodes;
using BackupAccess.Engine.Commands;
using BackupAccess.Engine.Connectors;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Plugins;

/// <summary>
/// Asks a plug-in for one operation: a document on its standard input, its answer on its standard output. It is bounded in
/// time and in what it says; what it writes to its standard error is nobody's, since it may hold what it was given.
/// </summary>
internal static class PluginRun
{
    public const int MaxAnswer = 1024 * 1024;

    // What was killed ends at once, save where it waits for a device.
    private static readonly TimeSpan s_farewell = TimeSpan.FromSeconds(10);

    /// <exception cref="PluginException">It couldn't be run, took too long, or failed: with what it said.</exception>
    /// <exception cref="StateException">Its files aren't there, or others could have changed them.</exception>
    public static async Task<PluginAnswer> RunAsync(AllowedCommand command, PluginTerm term, PasswordEntry? user, JsonObject document, string mark, CancellationToken cancellationToken)
    {
        using PluginFiles files = PluginFiles.Open(command);
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            using ContainedProcess process = files.Start(user, mark);
            patience.CancelAfter(term.Timeout);
            (byte[]? said, int code) = await TalkAsync(process, System.Text.Encoding.UTF8.GetBytes(document.ToJsonString()), patience).ConfigureAwait(false);
            return Read(command, term, said ?? throw Failed(command, term, $"answered with more than {MaxAnswer} bytes"), code);
        }
        catch (Win32Exception e)
        {
            throw Failed(command, term, $"can't be run: {e.Message}", e);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw Failed(command, term, string.Create(CultureInfo.InvariantCulture, $"took longer than {term.Timeout.TotalSeconds:0} seconds"), e);
        }
    }

    /// <returns>What it said, null for too much, and what it ended with.</returns>
    private static async Task<(byte[]? Said, int Code)> TalkAsync(ContainedProcess process, byte[] document, CancellationTokenSource patience)
    {
        Task feeding = FeedAsync(process.Input, document, patience.Token);
        Task draining = ReadAsync(process.Errors, keep: 0, patience.Token);
        try
        {
            byte[]? said = await ReadAsync(process.Output, MaxAnswer, patience.Token).ConfigureAwait(false);
            return said is null ? (null, 0) : (said, await process.Ended.WaitAsync(patience.Token).ConfigureAwait(false));
        }
        finally
        {
            process.Kill();
            await ((Task)process.Ended).WaitAsync(s_farewell, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await patience.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(feeding, draining).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static PluginAnswer Read(AllowedCommand command, PluginTerm term, byte[] said, int code)
    {
        PluginAnswer? answer = PluginAnswer.TryRead(said);
        if (answer is { IsOk: true } && code == 0)
        {
            return answer;
        }

        throw Failed(command, term, answer switch
        {
            { Message: { Length: > 0 } message } => $"said: {message.TrimEnd('.')}",
            _ when code != 0 => string.Create(CultureInfo.InvariantCulture, $"ended with {code}"),
            null => "answered with what is no answer",
            _ => "failed",
        });
    }

    private static async Task FeedAsync(Stream input, byte[] document, CancellationToken cancellationToken)
    {
        try
        {
            await using (input.ConfigureAwait(false))
            {
                await input.WriteAsync(document, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (IOException)
        {
            // It reads no further; how it ends says whether that was wrong.
        }
    }

    /// <summary>Reads to the end, and keeps what it may; null as soon as there is more than that, where anything is kept.</summary>
    private static async Task<byte[]?> ReadAsync(Stream stream, int keep, CancellationToken cancellationToken)
    {
        using MemoryStream kept = new();
        byte[] buffer = new byte[16 * 1024];
        int read;
        while ((read = await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
        {
            if (keep > 0)
            {
                kept.Write(buffer, 0, read);
            }

            if (kept.Length > keep)
            {
                return null;
            }
        }

        return kept.ToArray();
    }

    private static PluginException Failed(AllowedCommand command, PluginTerm term, string how, Exception? inner = null) =>
        new($"The plug-in \"{command.Name}\" ({term.Name}) {how}.", inner);
}
