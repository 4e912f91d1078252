using System.Globalization;

namespace BackupAccess.Engine.DesiredState;

/// <summary>
/// Reads one map's fields as what they must be, and reports what isn't at its own line: a field of the wrong kind, one
/// that is missing, one that nobody knows. A plain <c>null</c>, <c>~</c> or nothing is null; <c>true</c> and
/// <c>false</c> are the only booleans; everything else is the text that it looks like.
/// </summary>
internal sealed class MapReader
{
    private readonly YamlNode.Map _map;
    private readonly string _source;
    private readonly List<StateFinding> _findings;
    private readonly List<string> _known = [];

    public MapReader(YamlNode.Map map, string source, List<StateFinding> findings)
    {
        _map = map;
        _source = source;
        _findings = findings;
        At = new Position(source, map.Line, map.Column);
    }

    public Position At { get; }

    /// <summary>Whether the field is given at all.</summary>
    public bool Has(string field) => Find(field) is not null;

    /// <summary>A text that must be there; empty after a finding.</summary>
    public string RequireText(string field)
    {
        string? text = Text(field).Value;
        if (text is null)
        {
            Report(_map, "MissingField", $"\"{field}\" is missing.");
        }

        return text ?? "";
    }

    public Field<string> Text(string field)
    {
        if (Find(field) is not { } node)
        {
            return Field<string>.Absent;
        }

        if (node is YamlNode.Scalar scalar)
        {
            return new Field<string>(IsGiven: true, IsNull(scalar) ? null : scalar.Text);
        }

        Report(node, "WrongKind", $"\"{field}\" is a text.");
        return Field<string>.Absent;
    }

    public IReadOnlyList<string>? TextList(string field)
    {
        if (Find(field) is not { } node)
        {
            return null;
        }

        if (node is YamlNode.List list && list.Items.All(item => item is YamlNode.Scalar scalar && !IsNull(scalar)))
        {
            return [.. list.Items.Cast<YamlNode.Scalar>().Select(item => item.Text)];
        }

        Report(node, "WrongKind", $"\"{field}\" is a list of texts.");
        return null;
    }

    /// <summary>Where the entries of a list stand; empty where there is none.</summary>
    public IReadOnlyList<Position> EntriesOf(string field) =>
        Find(field) is YamlNode.List list ? [.. list.Items.Select(item => new Position(_source, item.Line, item.Column))] : [];

    public bool? Boolean(string field) => Scalar<bool>(field, "true or false", (text, quoted) => (text, quoted) switch
    {
        ("true", false) => true,
        ("false", false) => false,
        _ => null,
    }).Value;

    public Field<int?> Integer(string field) => Scalar<int>(field, "a whole number", (text, quoted) =>
        !quoted && int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number)
        && number.ToString(CultureInfo.InvariantCulture) == text ? number : null);

    /// <summary>A date (its first moment, UTC) or a time with offset (RFC 3339).</summary>
    public Field<DateTimeOffset?> Time(string field) => Scalar<DateTimeOffset>(field, "a date or a time with offset", (text, _) =>
        DateTimeOffset.TryParseExact(
            text,
            ["yyyy-MM-dd", "yyyy-MM-ddTHH:mm:ssK", "yyyy-MM-ddTHH:mmK"],
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out DateTimeOffset time) && (text.Length == 10 || text.EndsWith('Z') || text[^6] is '+' or '-') ? time : null);

    public T? Choice<T>(string field)
        where T : struct, Enum =>
        Scalar<T>(field, $"one of {string.Join(", ", Enum.GetNames<T>())}", (text, _) =>
            Enum.GetNames<T>().Contains(text, StringComparer.OrdinalIgnoreCase) ? Enum.Parse<T>(text, ignoreCase: true) : null).Value;

    /// <summary>A choice that must be there; the first of all after a finding.</summary>
    public T RequireChoice<T>(string field)
        where T : struct, Enum
    {
        int found = _findings.Count;
        T? choice = Choice<T>(field);
        if (choice is null && _findings.Count == found)
        {
            Report(_map, "MissingField", $"\"{field}\" is missing.");
        }

        return choice ?? default;
    }

    /// <summary>A map within the map; null where it isn't given, is null, or is none, which is reported.</summary>
    public MapReader? Map(string field)
    {
        switch (Find(field))
        {
            case YamlNode.Map map:
                return new MapReader(map, _source, _findings);
            case null:
            case YamlNode.Scalar scalar when IsNull(scalar):
                return null;
            case var other:
                Report(other, "WrongKind", $"\"{field}\" is a map of fields.");
                return null;
        }
    }

    /// <summary>Where a field's value stands; where the map does, if it isn't given.</summary>
    public Position PositionOf(string field) => Find(field) is { } node ? new Position(_source, node.Line, node.Column) : At;

    /// <summary>The maps of a list; those that aren't maps are reported.</summary>
    public IEnumerable<MapReader> Maps(string field)
    {
        if (Find(field) is not { } node)
        {
            yield break;
        }

        if (node is not YamlNode.List list)
        {
            Report(node, "WrongKind", $"\"{field}\" is a list.");
            yield break;
        }

        foreach (YamlNode item in list.Items)
        {
            if (item is YamlNode.Map map)
            {
                yield return new MapReader(map, _source, _findings);
            }
            else
            {
                Report(item, "WrongKind", $"An entry of \"{field}\" is a map of fields.");
            }
        }
    }

    /// <summary>Reports every field that wasn't asked for, with the nearest that was.</summary>
    public void Finish()
    {
        foreach (YamlNode.Scalar key in _map.Entries.Select(entry => entry.Key).Where(key => !_known.Contains(key.Text)))
        {
            string nearest = NearestName.Of(key.Text, _known) is { } name ? $" Is \"{name}\" meant?" : "";
            Report(key, "UnknownField", $"There is no field \"{Operations.Names.Printable(key.Text)}\" here.{nearest}");
        }
    }

    public void Report(string id, string message) => Report(_map, id, message);

    private Field<T?> Scalar<T>(string field, string expected, Func<string, bool, T?> parse)
        where T : struct
    {
        if (Find(field) is not { } node)
        {
            return Field<T?>.Absent;
        }

        if (node is YamlNode.Scalar scalar)
        {
            if (IsNull(scalar))
            {
                return new Field<T?>(IsGiven: true, Value: null);
            }

            if (parse(scalar.Text, scalar.Quoted) is { } value)
            {
                return new Field<T?>(IsGiven: true, value);
            }
        }

        Report(node, "WrongKind", $"\"{field}\" is {expected}.");
        return Field<T?>.Absent;
    }

    private YamlNode? Find(string field)
    {
        _known.Add(field);
        return _map.Entries.FirstOrDefault(entry => entry.Key.Text == field).Value;
    }

    private void Report(YamlNode node, string id, string message) => _findings.Add(new StateFinding(_source, node.Line, node.Column, id, message));

    private static bool IsNull(YamlNode.Scalar scalar) => !scalar.Quoted && scalar.Text is ("" or "~" or "null");
}
