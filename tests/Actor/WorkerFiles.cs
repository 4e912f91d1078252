namespace BackupAccess.Actor;

/// <summary>What a worker backs up in each of its rounds: told by its number and the round's alone.</summary>
public static class WorkerFiles
{
    private const int Parts = 4;

    /// <summary>Files by their names, as they are after a round.</summary>
    public static IReadOnlyDictionary<string, byte[]> Of(int worker, int round)
    {
        Dictionary<string, byte[]> files = new()
        {
            ["stable"] = Bytes(worker, -1, 300_000),
            ["shared"] = Bytes(-1, -1, 40_000),
            ["changing"] = Bytes(worker, round, 150_000),
        };
        for (int part = 0; part < Parts && part <= round; part++)
        {
            int changed = round - ((round - part) % Parts);
            files[$"part{part}"] = Bytes(worker, changed, 20_000 + changed);
        }

        return files;
    }

    private static byte[] Bytes(int worker, int round, int length)
    {
        byte[] bytes = new byte[length];
        new Random((worker * 1_000_003) + round).NextBytes(bytes);
        return bytes;
    }
}
