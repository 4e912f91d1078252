using System.Runtime.Versioning;
using Xunit.Abstractions;

namespace BackupAccess.Interop.Histories;

[SupportedOSPlatform("linux")]
public sealed class RandomHistoryTests(ITestOutputHelper output)
{
    [SkippableFact]
    public async Task Whoever_does_each_step_nothing_that_was_backed_up_is_lost()
    {
        Skip.IfNot(ResticProgram.IsPresent, "restic is not installed");
        for (int run = RandomRuns.Of(200); run > 0; run--)
        {
            using RandomHistory history = new(Random.Shared.Next());
            try
            {
                await history.RunAsync(steps: 8);
            }
            finally
            {
                output.WriteLine(history.Log);
            }
        }
    }
}
