using BackupAccess.Engine.Operations;

namespace BackupAccess.Server.CommandLine;

/// <summary>Runs a command; a known failure goes to standard error with its id, as exit code 1.</summary>
internal static class Failing
{
    private const int Cancelled = 130;

    public static async Task<int> RunAsync(Func<Task> command)
    {
        try
        {
            await command().ConfigureAwait(false);
            return 0;
        }
        catch (EngineException e)
        {
            await Console.Error.WriteLineAsync($"{e.ErrorId}: {e.Message}").ConfigureAwait(false);
            return 1;
        }
        catch (OperationCanceledException)
        {
            return Cancelled;
        }
    }
}
