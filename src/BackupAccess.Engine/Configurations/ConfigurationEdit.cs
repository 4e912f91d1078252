using BackupAccess.Engine.DesiredState;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Configurations;

/// <summary>Changes one field of a configuration's text, and leaves the rest, comments and all, as it was written.</summary>
internal static class ConfigurationEdit
{
    /// <summary>Where a field's value stands in a text; its beginning, where it doesn't.</summary>
    public static Position PositionOf(string path, string text, string field) =>
        MapOf(text) is { } map ? new MapReader(map, path, []).PositionOf(field) : new Position(path, 1, 1);

    /// <summary>The text with other lines for a field; with none it is taken out.</summary>
    /// <param name="text">A text that is one map.</param>
    /// <param name="field">A field of the map.</param>
    /// <param name="lines">The field's lines.</param>
    /// <exception cref="InvalidRequestException">The text is written in braces, where no line is one field's.</exception>
    public static string Set(string text, string field, IReadOnlyList<string> lines)
    {
        List<string> all = [.. text.Split('\n')];
        YamlNode.Map? map = MapOf(text);
        if (map is not null && all[map.Line - 1].ElementAtOrDefault(map.Column - 1) == '{')
        {
            throw new InvalidRequestException("InvalidValue", "The configuration is written in braces, in which no field is changed by itself.");
        }

        int at = map is null ? -1 : map.Entries.ToList().FindIndex(entry => entry.Key.Text == field);
        if (at < 0)
        {
            string before = text.Length == 0 || text.EndsWith('\n') ? text : $"{text}\n";
            return string.Concat([before, .. lines.Select(line => $"{line}\n")]);
        }

        int first = map!.Entries[at].Key.Line - 1;
        int end = EndBefore(all, at + 1 < map.Entries.Count ? map.Entries[at + 1].Key.Line : all.Count + 1);
        all.RemoveRange(first, end - first);
        all.InsertRange(first, lines);
        return string.Join('\n', all);
    }

    /// <summary>A text as YAML takes it for one, whatever it looks like.</summary>
    public static string Quoted(string text) => $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    // Comments above the next field are that field's.
    private static int EndBefore(List<string> lines, int next)
    {
        int end = next - 1;
        while (lines[end - 1].TrimStart() is "" or ['#', ..])
        {
            end--;
        }

        return end;
    }

    private static YamlNode.Map? MapOf(string text) => YamlReader.Read(new StateDocument("", "/", text), []) is [YamlNode.Map map] ? map : null;
}
