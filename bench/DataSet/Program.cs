using BackupAccess.Bench.Data;

// Makes the data that bench/compare.sh times, and changes one percent of it.
switch (args)
{
    case ["make", string folder]:
        new DataSet(folder).Make();
        return 0;
    case ["change", string folder]:
        new DataSet(folder).ChangeOnePercent();
        return 0;
    default:
        await Console.Error.WriteLineAsync("make FOLDER | change FOLDER");
        return 2;
}
