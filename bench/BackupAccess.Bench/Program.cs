using System.Globalization;
using BackupAccess.Bench;
using BackupAccess.Bench.Warm;
using BenchmarkDotNet.Running;

switch (args)
{
    case ["warm", string state]:
        await WarmProcess.RunAsync(state, Console.In, Console.Out);
        break;
    case ["limits", string data, string target]:
        MachineLimits.Measure(data, target, Console.Out);
        break;
    case ["index", string blobs, string folder]:
        await LargeIndex.MeasureAsync(int.Parse(blobs, CultureInfo.InvariantCulture), folder, Console.Out);
        break;
    case ["audit", string events, string folder]:
        await AuditSpeed.MeasureAsync(int.Parse(events, CultureInfo.InvariantCulture), folder, Console.Out);
        break;
    default:
        BenchmarkSwitcher.FromAssembly(typeof(ChunkerBenchmark).Assembly).Run(args);
        break;
}
