using System.Globalization;
using BackupAccess.Bench.Data;

// Makes the data that bench/compare.sh times, like so many hosting accounts, and changes one percent of it or removes half.
switch (args)
{
    case ["make", string folder, string accounts]:
        new DataSet(folder).Make(int.Parse(accounts, CultureInfo.InvariantCulture));
        return 0;
    case ["change", string folder]:
        new DataSet(folder).ChangeOnePercent();
        return 0;
    case ["halve", string folder]:
        new DataSet(folder).RemoveHalf();
        return 0;
    default:
        await Console.Error.WriteLineAsync("make FOLDER ACCOUNTS | change FOLDER | halve FOLDER");
        return 2;
}
