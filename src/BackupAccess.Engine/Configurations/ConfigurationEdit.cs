using BackupAccess.Engine.DesiredState;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Configurations;

/// <summary>Changes one field of a configuration's text, and leaves the rest, comments and all, as it was written.</summary>
internal static class ConfigurationEdit
{
    /// <summary>Where a field's value stands in a text; its beginning, where it doesn't.</summary>
    public static Position PositionOf(string path, string text, string field) =>
        MapOf(path, text) is { } map ? new MapReader(map, path, []).PositionOf(field) : new Position(path, 1, 1);

    /// <summary>The text with the field as a plain name, or without it.</summary>
    /// <param name="path">What the text is called.</param>
    /// <param name="text">A text that has no finding.</param>
    /// <param name="field">A field of its map.</param>
    /// <param name="name">A name; null takes the field out.</param>
    /// <exception cref="InvalidRequestException">The text is written in braces, where no line is one field's.</exception>
    public static string Set(string path, string text, string field, string? name)
    {
        List<string> lines = [.. text.Split('\n')];
        YamlNode.Map? map = MapOf(path, text);
        if (map is not null && lines[map.Line - 1].ElementAtOrDefault(map.Column - 1) == '{')
        {
            throw new InvalidRequestException("InvalidValue", $"\"{path}\" is written in braces, in which no field is changed by itself.");
        }

        int at = map is null ? -1 : map.Entries.ToList().FindIndex(entry => entry.Key.Text == field);
        string[] line = name is null ? [] : [$"{field}: {Quoted(name)}"];
        if (at < 0)
        {
            return name is null ? text : $"{(text.Length == 0 || text.EndsWith('\n') ? text : $"{text}\n")}{line[0]}\n";
        }

        int first = map!.Entries[at].Key.Line - 1;
        int end = EndBefore(lines, at + 1 < map.Entries.Count ? map.Entries[at + 1].Key.Line : lines.Count + 1);
        lines.RemoveRange(first, end - first);
        lines.InsertRange(first, line);
        return string.Join('\n', lines);
    }

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

    // A name that looks like a number or a word of YAML is text all the same.
    private static string Quoted(string name) => name.All(char.IsAsciiLetter) && name.ToLowerInvariant() is not ("null" or "true" or "false") ? name : $"\"{name}\"";

    private static YamlNode.Map? MapOf(string path, string text) => YamlReader.Read(new StateDocument(path, "/", text), []) is [YamlNode.Map map] ? map : null;
}
