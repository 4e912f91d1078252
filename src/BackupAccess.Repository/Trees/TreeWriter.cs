using System.Buffers;
using System.Buffers.Text;

namespace BackupAccess.Repository.Trees;

/// <summary>Writes tree blobs, byte by byte as restic does, so that both store one tree once. Reusable; not for concurrent use.</summary>
public sealed class TreeWriter
{
    private readonly ArrayBufferWriter<byte> _json = new(4096);
    private readonly ArrayBufferWriter<byte> _quoted = new(256);
    private FileName _last;
    private bool _open;

    /// <summary>Adds the next node.</summary>
    /// <exception cref="ArgumentException">Its name doesn't come after the one before.</exception>
    public void Add(Node node)
    {
        ArgumentNullException.ThrowIfNull(node);
        if (_open && _last >= node.Name)
        {
            throw new ArgumentException($"\"{node.Name}\" doesn't come after \"{_last}\".", nameof(node));
        }

        Open();
        if (_last.Length > 0)
        {
            Raw(","u8);
        }

        _last = node.Name;
        Write(node);
    }

    /// <summary>The whole blob, valid until the next call; the writer is then empty.</summary>
    public ReadOnlySpan<byte> Finish()
    {
        Open();
        Raw("]}\n"u8);
        _open = false;
        _last = default;
        return _json.WrittenSpan;
    }

    private void Open()
    {
        if (!_open)
        {
            _json.ResetWrittenCount();
            Raw("{\"nodes\":["u8);
            _open = true;
        }
    }

    // The order and the conditions are those of the fields of restic's node.
    private void Write(Node node)
    {
        WriteIdentity(node);
        WriteStatus(node);
        WriteLink(node);
        WriteAttributes(node);
        OptionalNumber(",\"device\":"u8, node.Device);
        WriteContent(node.Content);
        if (node.Subtree is { } subtree)
        {
            Raw(",\"subtree\":"u8);
            Id(subtree);
        }

        OptionalText(",\"error\":"u8, node.Error);
        if (!node.UnknownMembers.IsEmpty)
        {
            Raw(","u8);
            Raw(node.UnknownMembers.Span);
        }

        Raw("}"u8);
    }

    private void WriteIdentity(Node node)
    {
        Raw("{\"name\":"u8);
        WriteName(node.Name.Bytes);
        Raw(",\"type\":"u8);
        if (node.Type == NodeType.Unknown)
        {
            JsonText.Write(_json, node.UnknownType);
        }
        else
        {
            JsonText.Write(_json, NodeTypes.WordOf(node.Type));
        }

        OptionalNumber(",\"mode\":"u8, node.Mode.Value);
    }

    private void WriteStatus(Node node)
    {
        Time(",\"mtime\":\""u8, node.ModifiedTime);
        Time(",\"atime\":\""u8, node.AccessTime);
        Time(",\"ctime\":\""u8, node.ChangeTime);
        Number(",\"uid\":"u8, node.Uid);
        Number(",\"gid\":"u8, node.Gid);
        OptionalText(",\"user\":"u8, node.User);
        OptionalText(",\"group\":"u8, node.Group);
        OptionalNumber(",\"inode\":"u8, node.Inode);
        OptionalNumber(",\"device_id\":"u8, node.DeviceId);
        OptionalNumber(",\"size\":"u8, node.Size);
        OptionalNumber(",\"links\":"u8, node.Links);
    }

    private void WriteName(ReadOnlySpan<byte> name)
    {
        if (NameText.IsPlain(name))
        {
            JsonText.Write(_json, name);
            return;
        }

        _quoted.ResetWrittenCount();
        NameText.Quote(name, _quoted);
        JsonText.Write(_json, _quoted.WrittenSpan);
    }

    /// <summary>A target that is no UTF-8 goes as base64 beside the text, as newer restic writes it; older restic reads the text alone.</summary>
    private void WriteLink(Node node)
    {
        ReadOnlySpan<byte> target = node.LinkTarget.Span;
        if (target.IsEmpty)
        {
            return;
        }

        Raw(",\"linktarget\":"u8);
        JsonText.Write(_json, target);
        if (!System.Text.Unicode.Utf8.IsValid(target))
        {
            Raw(",\"linktarget_raw\":"u8);
            Bytes(target);
        }
    }

    private void WriteAttributes(Node node)
    {
        for (int i = 0; i < node.ExtendedAttributes.Count; i++)
        {
            Raw(i == 0 ? ",\"extended_attributes\":[{\"name\":"u8 : ",{\"name\":"u8);
            JsonText.Write(_json, node.ExtendedAttributes[i].Name);
            Raw(",\"value\":"u8);
            if (node.ExtendedAttributes[i].Value is { } value)
            {
                Bytes(value);
            }
            else
            {
                Raw("null"u8);
            }

            Raw("}"u8);
        }

        if (node.ExtendedAttributes.Count > 0)
        {
            Raw("]"u8);
        }

        if (!node.GenericAttributes.IsEmpty)
        {
            Raw(",\"generic_attributes\":"u8);
            Raw(node.GenericAttributes.Span);
        }
    }

    private void WriteContent(IReadOnlyList<ObjectId>? content)
    {
        if (content is null)
        {
            Raw(",\"content\":null"u8);
            return;
        }

        Raw(",\"content\":["u8);
        for (int i = 0; i < content.Count; i++)
        {
            if (i > 0)
            {
                Raw(","u8);
            }

            Id(content[i]);
        }

        Raw("]"u8);
    }

    private void Time(ReadOnlySpan<byte> prefix, FileTime time)
    {
        Raw(prefix);
        _json.Advance(Rfc3339.Format(time, _json.GetSpan(Rfc3339.MaximumLength)));
        Raw("\""u8);
    }

    private void OptionalNumber(ReadOnlySpan<byte> prefix, ulong value)
    {
        if (value != 0)
        {
            Number(prefix, value);
        }
    }

    private void Number(ReadOnlySpan<byte> prefix, ulong value)
    {
        Raw(prefix);
        Utf8Formatter.TryFormat(value, _json.GetSpan(20), out int written);
        _json.Advance(written);
    }

    private void OptionalText(ReadOnlySpan<byte> prefix, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            Raw(prefix);
            JsonText.Write(_json, value);
        }
    }

    private void Id(ObjectId id)
    {
        Span<byte> bytes = stackalloc byte[ObjectId.Size];
        id.CopyTo(bytes);
        Span<byte> text = _json.GetSpan((ObjectId.Size * 2) + 2);
        text[0] = (byte)'"';
        Convert.TryToHexStringLower(bytes, text[1..], out int written);
        text[written + 1] = (byte)'"';
        _json.Advance(written + 2);
    }

    private void Bytes(ReadOnlySpan<byte> value)
    {
        Raw("\""u8);
        Base64.EncodeToUtf8(value, _json.GetSpan(Base64.GetMaxEncodedToUtf8Length(value.Length)), out _, out int written);
        _json.Advance(written);
        Raw("\""u8);
    }

    private void Raw(ReadOnlySpan<byte> text) => _json.Write(text);
}
