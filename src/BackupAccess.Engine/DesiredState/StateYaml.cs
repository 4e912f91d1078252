using System.Text;
using BackupAccess.Engine.Configurations;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.DesiredState;

/// <summary>Writes a document, section by section.</summary>
internal sealed class StateYaml
{
    private readonly StringBuilder _text = new("apiVersion: backupaccess/v1\nkind: State\n");

    /// <summary>A text as a scalar that is read as that text.</summary>
    public static string Text(string text) => IsPlain(text) ? text : ConfigurationEdit.Quoted(text);

    /// <summary>A list in one line; null for an empty one, which nothing has to say.</summary>
    public static string? List(IReadOnlyCollection<string> entries) => entries.Count == 0 ? null : $"[{string.Join(", ", entries.Select(Text))}]";

    /// <summary>A section that lists objects; without any it isn't written. Fields without a value are left out.</summary>
    public void Section<T>(string name, IEnumerable<T> objects, Func<T, (string Field, string? Value)[]> fieldsOf)
    {
        string[] entries = [.. objects.Select(one => string.Join(
            "\n    ", fieldsOf(one).Where(field => field.Value is not null).Select(field => $"{field.Field}: {field.Value}")))];
        Write(name, [.. entries.Select(entry => $"- {entry}")]);
    }

    /// <summary>A section that is a map.</summary>
    public void Map(string name, IEnumerable<(string Field, string Value)> fields) => Write(name, [.. fields.Select(field => $"{field.Field}: {field.Value}")]);

    /// <summary>A remark, on one line.</summary>
    public void Comment(string text) => _text.Append("# ").Append(Names.Printable(text)).Append('\n');

    public override string ToString() => _text.ToString();

    private void Write(string name, string[] entries)
    {
        if (entries.Length > 0)
        {
            _text.Append('\n').Append(name).Append(":\n").AppendJoin('\n', entries.Select(entry => $"  {entry}")).Append('\n');
        }
    }

    private static bool IsPlain(string text) =>
        text.Length > 0 && char.IsAsciiLetter(text[0]) && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '/' or '.' or '@') && text is not ("null" or "true" or "false");
}
