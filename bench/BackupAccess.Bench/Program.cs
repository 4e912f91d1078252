using System.Globalization;
using BackupAccess.Bench;
using BackupAccess.Bench.Policies;
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
    case ["policy", "make", string users, string connectors, string folder]:
        PolicyMeasures.Make(int.Parse(users, CultureInfo.InvariantCulture), int.Parse(connectors, CultureInfo.InvariantCulture), folder);
        break;
    case ["policy", "measure", string users, string connectors, string folder]:
        await PolicyMeasures.MeasureAsync(int.Parse(users, CultureInfo.InvariantCulture), int.Parse(connectors, CultureInfo.InvariantCulture), folder, Console.Out);
        break;
    case ["questions", string users, string connectors]:
        Questions.Measure(int.Parse(users, CultureInfo.InvariantCulture), int.Parse(connectors, CultureInfo.InvariantCulture), Console.Out);
        break;
    case ["users", string users, string folder]:
        await BulkUsers.MeasureAsync(int.Parse(users, CultureInfo.InvariantCulture), folder, Console.Out);
        break;
    case ["audit", string events, string folder]:
        await AuditSpeed.MeasureAsync(int.Parse(events, CultureInfo.InvariantCulture), folder, Console.Out);
        break;
    case ["accounts", string accounts, string backups, string folder]:
        await ManyAccounts.MeasureAsync(int.Parse(accounts, CultureInfo.InvariantCulture), int.Parse(backups, CultureInfo.InvariantCulture), folder, Console.Out);
        break;
    case ["queue", string tasks, string folder]:
        await QueueSpeed.MeasureAsync(int.Parse(tasks, CultureInfo.InvariantCulture), folder, Console.Out);
        break;
    case ["schedules", string schedules, string configurations, string folder]:
        await ScheduleSpeed.MeasureAsync(int.Parse(schedules, CultureInfo.InvariantCulture), int.Parse(configurations, CultureInfo.InvariantCulture), folder, Console.Out);
        break;
    default:
        BenchmarkSwitcher.FromAssembly(typeof(ChunkerBenchmark).Assembly).Run(args);
        break;
}
