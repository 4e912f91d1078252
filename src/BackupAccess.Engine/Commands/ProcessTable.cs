using System.Globalization;
using System.Text;

namespace BackupAccess.Engine.Commands;

/// <summary>The system's processes, as Linux tells them.</summary>
internal static class ProcessTable
{
    // What can't be ended, a process that waits for a device say, isn't waited for.
    private const int Rounds = 100;

    /// <summary>Kills processes, and those that they have begun meanwhile, until none is left.</summary>
    public static void Kill(Func<IEnumerable<int>> left)
    {
        int[] now = [.. left()];
        for (int round = 0; now.Length > 0 && round < Rounds; round++)
        {
            Array.ForEach(now, process => _ = Posix.Signal(process, Posix.Kill));
            now = [.. left()];
        }
    }

    /// <summary>The processes that haven't ended and have a variable in their environment, of those that this one may look at.</summary>
    public static IEnumerable<int> RunningWith(string name, string value)
    {
        byte[] variable = Encoding.UTF8.GetBytes($"\0{name}={value}\0");
        return All().Where(process => !process.HasEnded && EnvironmentOf(process.Id).AsSpan().IndexOf(variable) >= 0).Select(process => process.Id);
    }

    /// <summary>A session's processes that haven't ended, and those that descend from them, whatever session they have begun.</summary>
    public static IEnumerable<int> RunningOf(int session)
    {
        Entry[] all = [.. All()];
        HashSet<int> found = [.. all.Where(process => process.Session == session).Select(process => process.Id)];
        int count;
        do
        {
            count = found.Count;
            found.UnionWith(all.Where(process => found.Contains(process.Parent)).Select(process => process.Id));
        }
        while (found.Count > count);

        return all.Where(process => !process.HasEnded && found.Contains(process.Id)).Select(process => process.Id);
    }

    private static IEnumerable<Entry> All() => Directory.EnumerateDirectories("/proc").Select(Read).OfType<Entry>();

    private static byte[] EnvironmentOf(int process)
    {
        try
        {
            return [0, .. File.ReadAllBytes(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/environ"))];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It has ended meanwhile, or isn't to be looked at.
            return [];
        }
    }

    private static Entry? Read(string folder)
    {
        if (!int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out int id))
        {
            return null;
        }

        try
        {
            // The name of the program, in parentheses, may hold anything.
            string stat = File.ReadAllText($"{folder}/stat");
            string[] fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return new Entry(id, int.Parse(fields[1], CultureInfo.InvariantCulture), int.Parse(fields[3], CultureInfo.InvariantCulture), fields[0] is "Z" or "X");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It has ended meanwhile.
            return null;
        }
    }

    private sealed record Entry(int Id, int Parent, int Session, bool HasEnded);
}
