using System.Text.Json;

namespace BackupAccess.Repository.Trees;

/// <summary>Reads the JSON of one tree, token by token. Members may come in any order; unknown ones are kept.</summary>
internal ref struct TreeReader
{
    private readonly ReadOnlySpan<byte> _json;
    private readonly ObjectId _id;
    private Utf8JsonReader _reader;
    private string _lastUser = "";
    private string _lastGroup = "";

    public TreeReader(ReadOnlySpan<byte> json, ObjectId id)
    {
        _json = json;
        _id = id;
        _reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 64 });
    }

    public static RepositoryDamagedException Damaged(ObjectId id, string problem, Exception? inner = null) =>
        new($"tree {id}", problem, inner);

    public Node[] Read()
    {
        try
        {
            return ReadTree();
        }
        catch (JsonException e)
        {
            throw Damaged(_id, "it is not JSON", e);
        }
        catch (InvalidOperationException e)
        {
            // What Utf8JsonReader throws for a token of another type and for text that is no UTF-8.
            throw Damaged(_id, "a member has an unexpected type or text", e);
        }
        catch (FormatException e)
        {
            throw Damaged(_id, "a number or a base64 text is malformed", e);
        }
    }

    private Node[] ReadTree()
    {
        List<Node>? nodes = null;
        Expect(JsonTokenType.StartObject, _reader.Read());
        while (_reader.Read() && _reader.TokenType == JsonTokenType.PropertyName)
        {
            bool isNodes = _reader.ValueTextEquals("nodes"u8);
            _reader.Read();
            if (!isNodes)
            {
                _reader.Skip();
            }
            else if (_reader.TokenType != JsonTokenType.Null)
            {
                nodes = ReadNodes();
            }
            else
            {
                nodes = [];
            }
        }

        Expect(JsonTokenType.EndObject, !_reader.Read());
        return nodes?.ToArray() ?? throw Damaged(_id, "it has no nodes");
    }

    private List<Node> ReadNodes()
    {
        List<Node> nodes = [];
        Expect(JsonTokenType.StartArray, true);
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndArray)
        {
            Expect(JsonTokenType.StartObject, true);
            NodeReader reader = new(_id, _lastUser, _lastGroup);
            Node node = reader.Read(ref _reader, _json);
            (_lastUser, _lastGroup) = (node.User, node.Group);
            nodes.Add(node);
        }

        return nodes;
    }

    private readonly void Expect(JsonTokenType type, bool also)
    {
        if (!also || _reader.TokenType != type)
        {
            throw Damaged(_id, "it is not an object with a list of nodes");
        }
    }
}
