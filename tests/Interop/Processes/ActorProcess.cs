using System.Diagnostics;
using BackupAccess.Actor;

namespace BackupAccess.Interop.Processes;

/// <summary>A process of the actor program under way.</summary>
internal sealed class ActorProcess : IDisposable
{
    private readonly Process _process;

    private ActorProcess(Process process) => _process = process;

    public static ActorProcess Start(params string[] arguments)
    {
        ProcessStartInfo start = new("dotnet", ["exec", typeof(WorkerFiles).Assembly.Location, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        return new ActorProcess(Process.Start(start)!);
    }

    /// <summary>The next line it says; null when it has ended.</summary>
    public Task<string?> ReadLineAsync() => _process.StandardOutput.ReadLineAsync();

    /// <summary>Writes a line to its input, where secrets may go; its arguments anybody on the machine can read.</summary>
    public void WriteLine(string line) => _process.StandardInput.WriteLine(line);

    /// <summary>Kills it and only it, as the system would for want of memory.</summary>
    public void Kill() => _process.Kill();

    public void EndInput() => _process.StandardInput.Close();

    public async Task<int> EndAsync()
    {
        await _process.WaitForExitAsync();
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }
}
