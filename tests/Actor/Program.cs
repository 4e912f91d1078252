using System.Globalization;
using System.Runtime.Versioning;

[assembly: SupportedOSPlatform("linux")]

namespace BackupAccess.Actor;

/// <summary>A process of its own for tests that kill one, or let several work on one thing.</summary>
internal static class Program
{
    private static async Task<int> Main(string[] arguments)
    {
        switch (arguments)
        {
            case ["work", var repository, var source, var number, var rounds]:
                await new Worker(repository, source, Number(number)).RunAsync(Number(rounds), prunes: true);
                return 0;
            case ["backup", var repository, var source, var number, var rounds]:
                await new Worker(repository, source, Number(number)).RunAsync(Number(rounds), prunes: false);
                return 0;
            case ["prune", var repository]:
                await new Worker(repository, source: "", number: 0).PruneUntilInputEndsAsync();
                return 0;
            case ["ask", var state, var account]:
                await new Asker(state, account).RunUntilInputEndsAsync();
                return 0;
            case ["audit", var state]:
                await AuditWriter.RunAsync(state);
                return 0;
            case ["cut", var state, var when]:
                AuditCutter.Run(state, commits: when == "after");
                return 0;
            case ["rotate", var state]:
                await KeyChanger.RunAsync(state);
                return 0;
            case ["queue", var state]:
                await QueueWorker.RunAsync(state);
                return 0;
            case ["run", var state, var account, var configuration]:
                await BackupRunner.RunAsync(state, account, configuration);
                return 0;
            case ["serve", var state]:
                await ScheduleServer.RunAsync(state);
                return 0;
            case ["key", var state, var account, var act, var killedBefore]:
                await KeyMover.RunAsync(state, account, act, Number(killedBefore));
                return 0;
            case ["swap", var rounds, var target, var junk, var outside, .. var paths]:
                Swapper.Run(Number(rounds), target, junk, outside, paths);
                return 0;
            default:
                return 64;
        }
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
