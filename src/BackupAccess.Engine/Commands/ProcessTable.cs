using System.Globalization;

namespace BackupAccess.Engine.Commands;

/// <summary>The system's processes, as Linux tells them.</summary>
internal static class ProcessTable
{
    /// <summary>A session's processes that haven't ended, and those that descend from them, whatever session they have begun.</summary>
    public static IEnumerable<int> RunningOf(int session)
    {
        Entry[] all = [.. Directory.EnumerateDirectories("/proc").Select(Read).OfType<Entry>()];
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
