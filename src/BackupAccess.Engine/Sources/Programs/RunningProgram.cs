using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using BackupAccess.Engine.Commands;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Sources.Programs;

/// <summary>A program under way. Disposed of before its end it is killed, with all that it started.</summary>
internal sealed class RunningProgram : IAsyncDisposable
{
    private const int MaxMessage = 1000;
    private const int MaxShown = 100;
    private const int MaxErrors = 64 * 1024;

    private readonly ProgramCall _call;
    private readonly Process _process;
    private readonly CancellationTokenSource _patience;
    private readonly Task<byte[]> _errors;

    private RunningProgram(ProgramCall call, Process process)
    {
        _call = call;
        _process = process;
        _patience = new CancellationTokenSource(call.Timeout);
        _errors = ReadAsync(process.StandardError.BaseStream, MaxErrors, _patience.Token);
    }

    private Stream Input => _process.StandardInput.BaseStream;

    private Stream Output => _process.StandardOutput.BaseStream;

    /// <exception cref="ItemFailedException">It can't be started.</exception>
    public static RunningProgram Start(ProgramCall call)
    {
        (string path, IReadOnlyList<string> arguments) = call.ToStart();
        try
        {
            return new RunningProgram(call, CommandProcess.Start(path, arguments, call.Environment));
        }
        catch (Win32Exception e)
        {
            throw new ItemFailedException($"\"{call.Title}\" can't be started: {e.Message}.", e);
        }
    }

    /// <summary>Runs one to its end; gives its standard output.</summary>
    /// <exception cref="ItemFailedException">It can't be started, took too long, said too much, or failed: with what it said.</exception>
    public static async Task<string> RunAsync(ProgramCall call, ReadOnlyMemory<byte> input, int limit, CancellationToken cancellationToken)
    {
        RunningProgram program = Start(call);
        await using (program.ConfigureAwait(false))
        {
            Task<byte[]> output = program.DoAsync(stop => ReadAsync(program.Output, limit + 1, stop), cancellationToken);
            await program.FeedAsync(new[] { input }.ToAsyncEnumerable(), cancellationToken).ConfigureAwait(false);
            byte[] said = await output.ConfigureAwait(false);
            await program.EndAsync(cancellationToken).ConfigureAwait(false);
            return said.Length <= limit ? Encoding.UTF8.GetString(said) : throw new ItemFailedException($"\"{call.Title}\" said more than {limit} bytes.");
        }
    }

    /// <summary>Runs one that reads parts, to its end.</summary>
    /// <exception cref="ItemFailedException">It can't be started, took too long, or failed: with what it said.</exception>
    public static async Task FeedAsync(ProgramCall call, IAsyncEnumerable<ReadOnlyMemory<byte>> parts, CancellationToken cancellationToken)
    {
        RunningProgram program = Start(call);
        await using (program.ConfigureAwait(false))
        {
            Task<byte[]> output = program.DoAsync(stop => ReadAsync(program.Output, most: 0, stop), cancellationToken);
            await program.FeedAsync(parts, cancellationToken).ConfigureAwait(false);
            await output.ConfigureAwait(false);
            await program.EndAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Gives it what it reads, and closes that. Where it reads no further, how it ended says whether that was wrong.</summary>
    private async Task FeedAsync(IAsyncEnumerable<ReadOnlyMemory<byte>> parts, CancellationToken cancellationToken)
    {
        await foreach (ReadOnlyMemory<byte> part in parts.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            if (!await TryWriteAsync(part, cancellationToken).ConfigureAwait(false))
            {
                return;
            }
        }

        await TryWriteAsync(null, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads what it writes; 0 where it has closed that.</summary>
    public Task<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken) =>
        DoAsync(stop => Output.ReadAsync(buffer, stop).AsTask(), cancellationToken);

    /// <summary>Waits for its end.</summary>
    /// <exception cref="ItemFailedException">It took too long, or failed: with what it said.</exception>
    public async Task EndAsync(CancellationToken cancellationToken)
    {
        byte[] errors = await DoAsync(
            async stop =>
            {
                await _process.WaitForExitAsync(stop).ConfigureAwait(false);
                return await _errors.WaitAsync(stop).ConfigureAwait(false);
            },
            cancellationToken).ConfigureAwait(false);
        if (_process.ExitCode != 0)
        {
            string said = string.Join(' ', Encoding.UTF8.GetString(errors).Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                .Where(line => line.StartsWith(_call.ErrorMark, StringComparison.Ordinal)));
            throw new ItemFailedException(said.Length > 0
                ? $"\"{_call.Title}\" said: {Clean(said).TrimEnd('.')}."
                : string.Create(CultureInfo.InvariantCulture, $"\"{_call.Title}\" ended with {_process.ExitCode}."));
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
        }

        await _patience.CancelAsync().ConfigureAwait(false);
        await ((Task)_errors).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _patience.Dispose();
        _process.Dispose();
    }

    /// <summary>Writes a part, or closes where there is none; false where nobody reads it.</summary>
    private Task<bool> TryWriteAsync(ReadOnlyMemory<byte>? part, CancellationToken cancellationToken) => DoAsync(
        async stop =>
        {
            try
            {
                if (part is { } bytes)
                {
                    await Input.WriteAsync(bytes, stop).ConfigureAwait(false);
                }
                else
                {
                    await Input.DisposeAsync().ConfigureAwait(false);
                }

                return true;
            }
            catch (IOException)
            {
                return false;
            }
        },
        cancellationToken);

    private async Task<T> DoAsync<T>(Func<CancellationToken, Task<T>> act, CancellationToken cancellationToken)
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _patience.Token);
        try
        {
            return await act(stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ItemFailedException(string.Create(CultureInfo.InvariantCulture, $"\"{_call.Title}\" took longer than {_call.Timeout.TotalSeconds:0} seconds."), e);
        }
    }

    /// <summary>Reads to the end, lest the program be held up, and keeps the beginning.</summary>
    private static async Task<byte[]> ReadAsync(Stream stream, int most, CancellationToken cancellationToken)
    {
        using MemoryStream kept = new();
        byte[] buffer = new byte[16 * 1024];
        int read;
        while ((read = await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
        {
            kept.Write(buffer, 0, (int)Math.Min(read, most - kept.Length));
        }

        return kept.ToArray();
    }

    private static string Clean(string said) => string.Concat(said.Take(MaxMessage).Chunk(MaxShown).Select(part => Names.Printable(new string(part))));
}
