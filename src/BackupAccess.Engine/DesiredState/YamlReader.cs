using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace BackupAccess.Engine.DesiredState;

/// <summary>
/// Reads hostile YAML into plain nodes: no tags, no anchors, no aliases, no duplicate keys, and limits on depth and
/// count, so that no document makes the engine run code, loop, or grow without bound.
/// </summary>
internal sealed class YamlReader
{
    private const int MaxCharacters = 4 * 1024 * 1024;
    private const int MaxDepth = 32;
    private const int MaxNodes = 200_000;
    private const char ByteOrderMark = '\uFEFF';

    private readonly string _source;
    private readonly string _text;
    private readonly IParser _parser;
    private readonly List<StateFinding> _findings;
    private int _nodes;

    private YamlReader(StateDocument document, List<StateFinding> findings)
    {
        _source = document.Source;
        _text = document.Text.TrimStart(ByteOrderMark);
        _parser = new Parser(new Scanner(new StringReader(_text), skipComments: true));
        _findings = findings;
    }

    /// <summary>Every document of a file; what is wrong goes to <paramref name="findings"/> and ends the reading.</summary>
    public static IReadOnlyList<YamlNode> Read(StateDocument document, List<StateFinding> findings)
    {
        if (document.Text.Length > MaxCharacters)
        {
            findings.Add(new StateFinding(document.Source, 1, 1, "TooLarge", $"A document may hold at most {MaxCharacters} characters."));
            return [];
        }

        YamlReader reader = new(document, findings);
        try
        {
            return reader.ReadStream();
        }
        catch (YamlException e)
        {
            Mark at = reader.PlaceOf(e);
            findings.Add(new StateFinding(document.Source, (int)at.Line, (int)at.Column, "InvalidYaml", $"{e.Message.TrimEnd('.')}."));
            return [];
        }
        catch (Exception e) when (e is ArgumentOutOfRangeException or InvalidOperationException)
        {
            // The scanner stumbles over an escape beyond Unicode, and over some torn flow lists, without saying where.
            Mark at = reader.LastRead;
            findings.Add(new StateFinding(document.Source, (int)at.Line, (int)at.Column, "InvalidYaml", "What follows here is no YAML."));
            return [];
        }
        catch (RefusedException e)
        {
            findings.Add(e.Finding);
            return [];
        }
    }

    /// <summary>The end of what was last understood.</summary>
    private Mark LastRead => _parser.Current?.End ?? new Mark(0, 1, 1);

    /// <summary>Where a fault is. The scanner puts a tab used as indentation at the document's beginning.</summary>
    private Mark PlaceOf(YamlException failure)
    {
        if (failure.Start.Index >= LastRead.Index)
        {
            return failure.Start;
        }

        string[] lines = _text.Split('\n');
        long line = LastRead.Line;
        while (line < lines.Length && !lines[line].TrimStart(' ').StartsWith('\t'))
        {
            line++;
        }

        return line < lines.Length ? new Mark(0, line + 1, lines[line].IndexOf('\t') + 1) : LastRead;
    }

    private List<YamlNode> ReadStream()
    {
        List<YamlNode> documents = [];
        _parser.Consume<StreamStart>();
        while (_parser.TryConsume<DocumentStart>(out _))
        {
            documents.Add(ReadNode(depth: 0));
            _parser.Consume<DocumentEnd>();
        }

        return documents;
    }

    private YamlNode ReadNode(int depth)
    {
        ParsingEvent current = _parser.Consume<ParsingEvent>();
        if (++_nodes > MaxNodes || depth > MaxDepth)
        {
            throw Refuse(current, "TooLarge", $"A document may nest {MaxDepth} levels and hold {MaxNodes} values.");
        }

        if (current is NodeEvent { Anchor.IsEmpty: false } or AnchorAlias)
        {
            throw Refuse(current, "AliasRefused", "Anchors and aliases are not allowed.");
        }

        if (current is NodeEvent { Tag: { IsEmpty: false, IsNonSpecific: false } })
        {
            throw Refuse(current, "TagRefused", "Tags are not allowed.");
        }

        return current switch
        {
            YamlDotNet.Core.Events.Scalar scalar => ToScalar(scalar),
            SequenceStart start => ReadList(start, depth),
            MappingStart start => ReadMap(start, depth),
            _ => throw Refuse(current, "InvalidYaml", "A value is expected here."),
        };
    }

    private YamlNode.List ReadList(SequenceStart start, int depth)
    {
        List<YamlNode> items = [];
        while (!_parser.TryConsume<SequenceEnd>(out _))
        {
            items.Add(ReadNode(depth + 1));
        }

        return new YamlNode.List(items, (int)start.Start.Line, (int)start.Start.Column);
    }

    private YamlNode.Map ReadMap(MappingStart start, int depth)
    {
        List<KeyValuePair<YamlNode.Scalar, YamlNode>> entries = [];
        HashSet<string> keys = new(StringComparer.Ordinal);
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            YamlNode keyNode = ReadNode(depth + 1);
            if (keyNode is not YamlNode.Scalar key)
            {
                throw new RefusedException(new StateFinding(_source, keyNode.Line, keyNode.Column, "InvalidKey", "A key is a plain word."));
            }

            YamlNode value = ReadNode(depth + 1);
            if (keys.Add(key.Text))
            {
                entries.Add(new(key, value));
            }
            else
            {
                _findings.Add(new StateFinding(_source, key.Line, key.Column, "DuplicateKey", $"The key \"{Operations.Names.Printable(key.Text)}\" stands here twice."));
            }
        }

        return new YamlNode.Map(entries, (int)start.Start.Line, (int)start.Start.Column);
    }

    private static YamlNode.Scalar ToScalar(YamlDotNet.Core.Events.Scalar scalar) =>
        new(scalar.Value, scalar.Style != ScalarStyle.Plain, (int)scalar.Start.Line, (int)scalar.Start.Column);

    private RefusedException Refuse(ParsingEvent at, string id, string message) =>
        new(new StateFinding(_source, (int)at.Start.Line, (int)at.Start.Column, id, message));

    private sealed class RefusedException(StateFinding finding) : Exception(finding.Message)
    {
        public StateFinding Finding { get; } = finding;
    }
}
