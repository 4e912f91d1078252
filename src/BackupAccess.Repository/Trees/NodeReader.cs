using System.Buffers;
using System.Text.Json;

namespace BackupAccess.Repository.Trees;

/// <summary>Reads the JSON object of one node, its opening brace read already.</summary>
/// <param name="tree">Names the tree in errors.</param>
/// <param name="user">The owner's name likely to come: its string is used again.</param>
/// <param name="group">The group's name likely to come.</param>
internal ref struct NodeReader(ObjectId tree, string user, string group)
{
    private readonly string _likelyUser = user;
    private readonly string _likelyGroup = group;
    private FileName _name;
    private NodeType _type;
    private string? _unknownType;
    private uint _mode;
    private FileTime _modified = FileTime.None;
    private FileTime _access = FileTime.None;
    private FileTime _change = FileTime.None;
    private uint _uid;
    private uint _gid;
    private string _user = "";
    private string _group = "";
    private ulong _inode;
    private ulong _deviceId;
    private ulong _size;
    private ulong _links;
    private ulong _device;
    private byte[]? _linkTarget;
    private byte[]? _rawLinkTarget;
    private ExtendedAttribute[] _attributes = [];
    private byte[]? _genericAttributes;
    private ObjectId[]? _content;
    private ObjectId? _subtree;
    private string? _error;
    private ArrayBufferWriter<byte>? _unknown;

    public Node Read(ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            int start = (int)reader.TokenStartIndex;
            ReadOnlySpan<byte> key = reader.ValueSpan;
            reader.Read();
            if (!ReadIdentity(key, ref reader) && !ReadStatus(key, ref reader) && !ReadData(key, ref reader, json))
            {
                reader.Skip();
                Keep(json[start..(int)reader.BytesConsumed]);
            }
        }

        if (_name.Length == 0)
        {
            throw TreeReader.Damaged(tree, "a node has no name");
        }

        Node node = Finish();
        return node.LinkTarget.Span.Contains((byte)0)
            ? throw TreeReader.Damaged(tree, $"the link \"{_name}\" points to a name with a NUL")
            : node;
    }

    private readonly Node Finish() => new()
    {
        Name = _name,
        Type = _type,
        UnknownType = _unknownType,
        Mode = new NodeMode(_mode),
        ModifiedTime = _modified,
        AccessTime = _access,
        ChangeTime = _change,
        Uid = _uid,
        Gid = _gid,
        User = _user,
        Group = _group,
        Inode = _inode,
        DeviceId = _deviceId,
        Size = _size,
        Links = _links,
        LinkTarget = _rawLinkTarget ?? _linkTarget,
        ExtendedAttributes = _attributes,
        GenericAttributes = _genericAttributes,
        Device = _device,
        Content = _content,
        Subtree = _subtree,
        Error = _error,
        UnknownMembers = _unknown is null ? default : _unknown.WrittenSpan.ToArray(),
    };

    private bool ReadIdentity(ReadOnlySpan<byte> key, ref Utf8JsonReader reader)
    {
        switch (key)
        {
            case var _ when key.SequenceEqual("name"u8):
                _name = ReadName(ref reader);
                return true;
            case var _ when key.SequenceEqual("type"u8):
                ReadType(ref reader);
                return true;
            case var _ when key.SequenceEqual("mode"u8):
                _mode = reader.GetUInt32();
                return true;
            case var _ when key.SequenceEqual("mtime"u8):
                _modified = ReadTime(ref reader);
                return true;
            case var _ when key.SequenceEqual("atime"u8):
                _access = ReadTime(ref reader);
                return true;
            case var _ when key.SequenceEqual("ctime"u8):
                _change = ReadTime(ref reader);
                return true;
            default:
                return false;
        }
    }

    private bool ReadStatus(ReadOnlySpan<byte> key, ref Utf8JsonReader reader)
    {
        switch (key)
        {
            case var _ when key.SequenceEqual("uid"u8):
                _uid = reader.GetUInt32();
                return true;
            case var _ when key.SequenceEqual("gid"u8):
                _gid = reader.GetUInt32();
                return true;
            case var _ when key.SequenceEqual("user"u8):
                _user = reader.ValueTextEquals(_likelyUser) ? _likelyUser : reader.GetString() ?? "";
                return true;
            case var _ when key.SequenceEqual("group"u8):
                _group = reader.ValueTextEquals(_likelyGroup) ? _likelyGroup : reader.GetString() ?? "";
                return true;
            case var _ when key.SequenceEqual("inode"u8):
                _inode = reader.GetUInt64();
                return true;
            case var _ when key.SequenceEqual("device_id"u8):
                _deviceId = reader.GetUInt64();
                return true;
            case var _ when key.SequenceEqual("size"u8):
                _size = reader.GetUInt64();
                return true;
            case var _ when key.SequenceEqual("links"u8):
                _links = reader.GetUInt64();
                return true;
            default:
                return false;
        }
    }

    private bool ReadData(ReadOnlySpan<byte> key, ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        switch (key)
        {
            case var _ when key.SequenceEqual("content"u8):
                _content = ReadContent(ref reader);
                return true;
            case var _ when key.SequenceEqual("subtree"u8):
                _subtree = reader.TokenType == JsonTokenType.Null ? null : ReadId(ref reader);
                return true;
            case var _ when key.SequenceEqual("linktarget"u8):
                _linkTarget = ReadText(ref reader);
                return true;
            case var _ when key.SequenceEqual("linktarget_raw"u8):
                _rawLinkTarget = reader.TokenType == JsonTokenType.Null ? null : reader.GetBytesFromBase64();
                return true;
            case var _ when key.SequenceEqual("device"u8):
                _device = reader.GetUInt64();
                return true;
            case var _ when key.SequenceEqual("extended_attributes"u8):
                _attributes = ReadAttributes(ref reader);
                return true;
            case var _ when key.SequenceEqual("generic_attributes"u8):
                int start = (int)reader.TokenStartIndex;
                reader.Skip();
                _genericAttributes = json[start..(int)reader.BytesConsumed].ToArray();
                return true;
            case var _ when key.SequenceEqual("error"u8):
                _error = reader.GetString();
                return true;
            default:
                return false;
        }
    }

    private void ReadType(ref Utf8JsonReader reader)
    {
        foreach ((NodeType type, byte[] word) in NodeTypes.Words)
        {
            if (reader.ValueTextEquals(word))
            {
                _type = type;
                return;
            }
        }

        _unknownType = reader.GetString();
    }

    private void Keep(ReadOnlySpan<byte> member)
    {
        if (_unknown is null)
        {
            _unknown = new ArrayBufferWriter<byte>();
        }
        else
        {
            _unknown.Write(","u8);
        }

        _unknown.Write(member);
    }

    private readonly FileName ReadName(ref Utf8JsonReader reader)
    {
        Span<byte> name = reader.ValueSpan.Length <= FileName.MaximumLength ? stackalloc byte[FileName.MaximumLength] : new byte[reader.ValueSpan.Length];
        name = name[..(reader.TokenType == JsonTokenType.Null ? 0 : reader.CopyString(name))];
        if (!NameText.TryRead(name, name, out int length))
        {
            throw TreeReader.Damaged(tree, $"the name \"{NameText.Write(name[..Math.Min(name.Length, 64)])}\" holds an unknown escape");
        }

        return FileName.TryCreate(name[..length], out FileName result)
            ? result
            : throw TreeReader.Damaged(tree, $"the name \"{NameText.Write(name[..Math.Min(length, 64)])}\" is none a directory can hold");
    }

    private readonly FileTime ReadTime(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.String || !Rfc3339.TryParse(reader.ValueSpan, out FileTime time))
        {
            throw TreeReader.Damaged(tree, "a time is malformed");
        }

        return time;
    }

    private readonly ObjectId[]? ReadContent(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw TreeReader.Damaged(tree, "a node's content is not a list");
        }

        reader.Read();
        if (reader.TokenType == JsonTokenType.EndArray)
        {
            return [];
        }

        ObjectId first = ReadId(ref reader);
        reader.Read();
        if (reader.TokenType == JsonTokenType.EndArray)
        {
            return [first];
        }

        List<ObjectId> ids = [first];
        for (; reader.TokenType != JsonTokenType.EndArray; reader.Read())
        {
            ids.Add(ReadId(ref reader));
        }

        return [.. ids];
    }

    private readonly ObjectId ReadId(ref Utf8JsonReader reader)
    {
        Span<byte> bytes = stackalloc byte[ObjectId.Size];
        bool read = reader.TokenType == JsonTokenType.String
            && reader.ValueSpan.Length == ObjectId.Size * 2
            && Convert.FromHexString(reader.ValueSpan, bytes, out _, out _) == OperationStatus.Done;
        return read ? new ObjectId(bytes) : throw TreeReader.Damaged(tree, "an id is not 64 hexadecimal digits");
    }

    private readonly ExtendedAttribute[] ReadAttributes(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            return [];
        }

        List<ExtendedAttribute> attributes = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                throw TreeReader.Damaged(tree, "an extended attribute is not an object");
            }

            attributes.Add(ReadAttribute(ref reader));
        }

        return [.. attributes];
    }

    private readonly ExtendedAttribute ReadAttribute(ref Utf8JsonReader reader)
    {
        string name = "";
        byte[]? value = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool isName = reader.ValueTextEquals("name"u8);
            bool isValue = reader.ValueTextEquals("value"u8);
            reader.Read();
            if (isName)
            {
                name = reader.GetString() ?? "";
            }
            else if (isValue)
            {
                value = reader.TokenType == JsonTokenType.Null ? null : reader.GetBytesFromBase64();
            }
            else
            {
                reader.Skip();
            }
        }

        return name.Length == 0 || name.Contains('\0')
            ? throw TreeReader.Damaged(tree, "an extended attribute has no usable name")
            : new ExtendedAttribute(name, value);
    }

    /// <summary>A text's bytes with JSON's escapes undone.</summary>
    private static byte[] ReadText(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            return [];
        }

        byte[] text = new byte[reader.ValueSpan.Length];
        int length = reader.CopyString(text);
        return length == text.Length ? text : text[..length];
    }
}
