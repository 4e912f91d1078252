using System.Buffers;
using System.Text.Json;
using BackupAccess.Repository.Packs;
using BackupAccess.Repository.Storage;

namespace BackupAccess.Repository.Index;

/// <summary>The JSON of an index object (design, "Indexing").</summary>
internal static class IndexFile
{
    /// <summary>
    /// What one index object stays below unless it names a single pack: well under the 8 MiB that clients expect, for each is
    /// held whole where it is written or read.
    /// </summary>
    public const int TargetSize = 2 * 1024 * 1024;

    private const int LargestPackOverhead = 96;
    private const int LargestBlobSize = 176;

    /// <summary>An upper bound of the JSON's bytes for one pack.</summary>
    public static int MaxSizeFor(int blobs) => LargestPackOverhead + (blobs * LargestBlobSize);

    public static void Write(IEnumerable<(ObjectId Pack, IReadOnlyList<PackedBlob> Blobs)> packs, IBufferWriter<byte> buffer)
    {
        using Utf8JsonWriter json = new(buffer);
        json.WriteStartObject();
        json.WriteStartArray("packs"u8);
        foreach ((ObjectId pack, IReadOnlyList<PackedBlob> blobs) in packs)
        {
            WritePack(json, pack, blobs);
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
    }

    /// <summary>Calls <paramref name="onPack"/> for every pack listed; the list is its own only for the call.</summary>
    /// <exception cref="RepositoryDamagedException">It isn't an index's JSON.</exception>
    public static void Read(ObjectName name, ReadOnlySpan<byte> utf8, Action<ObjectId, IReadOnlyList<PackedBlob>> onPack)
    {
        Utf8JsonReader json = new(utf8);
        try
        {
            ReadDocument(ref json, onPack);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            // What Utf8JsonReader throws for text that isn't JSON, a token of another kind, and a number out of range.
            throw new RepositoryDamagedException($"{name}", "its JSON can't be read", e);
        }
    }

    private static void WritePack(Utf8JsonWriter json, ObjectId pack, IReadOnlyList<PackedBlob> blobs)
    {
        json.WriteStartObject();
        WriteId(json, pack);
        json.WriteStartArray("blobs"u8);
        foreach (PackedBlob blob in blobs)
        {
            json.WriteStartObject();
            WriteId(json, blob.Handle.Id);
            json.WriteString("type"u8, blob.Handle.Type == BlobType.Tree ? "tree"u8 : "data"u8);
            json.WriteNumber("offset"u8, blob.Offset);
            json.WriteNumber("length"u8, blob.Length);
            if (blob.IsCompressed)
            {
                json.WriteNumber("uncompressed_length"u8, blob.UncompressedLength);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteId(Utf8JsonWriter json, ObjectId id)
    {
        Span<byte> bytes = stackalloc byte[ObjectId.Size];
        Span<byte> text = stackalloc byte[ObjectId.Size * 2];
        id.CopyTo(bytes);
        Convert.TryToHexStringLower(bytes, text, out _);
        json.WriteString("id"u8, text);
    }

    private static void ReadDocument(ref Utf8JsonReader json, Action<ObjectId, IReadOnlyList<PackedBlob>> onPack)
    {
        Expect(ref json, JsonTokenType.StartObject);
        List<PackedBlob> blobs = [];
        while (NextProperty(ref json))
        {
            if (!json.ValueTextEquals("packs"u8))
            {
                json.Skip();
                continue;
            }

            for (bool isPack = StartArray(ref json); isPack && NextElement(ref json);)
            {
                blobs.Clear();
                ObjectId pack = ReadPack(ref json, blobs);
                onPack(pack, blobs);
            }
        }
    }

    private static ObjectId ReadPack(ref Utf8JsonReader json, List<PackedBlob> blobs)
    {
        ObjectId? id = null;
        while (NextProperty(ref json))
        {
            if (json.ValueTextEquals("id"u8))
            {
                id = ReadId(ref json);
            }
            else if (json.ValueTextEquals("blobs"u8))
            {
                for (bool isBlob = StartArray(ref json); isBlob && NextElement(ref json);)
                {
                    blobs.Add(ReadBlob(ref json));
                }
            }
            else
            {
                json.Skip();
            }
        }

        return id ?? throw new JsonException("A pack has no id.");
    }

    private static PackedBlob ReadBlob(ref Utf8JsonReader json)
    {
        ObjectId? id = null;
        BlobType? type = null;
        uint offset = 0;
        uint length = 0;
        uint uncompressedLength = 0;
        while (NextProperty(ref json))
        {
            if (json.ValueTextEquals("id"u8))
            {
                id = ReadId(ref json);
            }
            else if (json.ValueTextEquals("type"u8))
            {
                type = ReadType(ref json);
            }
            else if (json.ValueTextEquals("offset"u8))
            {
                offset = ReadNumber(ref json);
            }
            else if (json.ValueTextEquals("length"u8))
            {
                length = ReadNumber(ref json);
            }
            else if (json.ValueTextEquals("uncompressed_length"u8))
            {
                uncompressedLength = ReadNumber(ref json);
            }
            else
            {
                json.Skip();
            }
        }

        PackedBlob blob = new(
            new BlobHandle(type ?? throw new JsonException("A blob has no type."), id ?? throw new JsonException("A blob has no id.")),
            offset, length, uncompressedLength);
        return blob.IsPlausible ? blob : throw new JsonException("A blob has an impossible length.");
    }

    private static ObjectId ReadId(ref Utf8JsonReader json)
    {
        Expect(ref json, JsonTokenType.String);
        return ObjectId.TryParse(json.ValueSpan, out ObjectId id) ? id : throw new JsonException("An id isn't 64 hexadecimal digits.");
    }

    private static BlobType ReadType(ref Utf8JsonReader json)
    {
        Expect(ref json, JsonTokenType.String);
        return json.ValueTextEquals("data"u8) ? BlobType.Data
            : json.ValueTextEquals("tree"u8) ? BlobType.Tree
            : throw new JsonException("A blob's type is unknown.");
    }

    private static uint ReadNumber(ref Utf8JsonReader json)
    {
        json.Read();
        return json.GetUInt32();
    }

    private static void Expect(ref Utf8JsonReader json, JsonTokenType token)
    {
        if (!json.Read() || json.TokenType != token)
        {
            throw new JsonException($"A {token} was expected.");
        }
    }

    /// <summary>Moves to the next property's name; false at the object's end. The reader stands on the object's start or on a value.</summary>
    private static bool NextProperty(ref Utf8JsonReader json) => json.Read() && json.TokenType == JsonTokenType.PropertyName;

    /// <summary>Enters an array; false for null, which is how Go writes an empty one.</summary>
    private static bool StartArray(ref Utf8JsonReader json)
    {
        json.Read();
        return json.TokenType switch
        {
            JsonTokenType.StartArray => true,
            JsonTokenType.Null => false,
            _ => throw new JsonException("An array was expected."),
        };
    }

    /// <summary>Moves to the next object of an array; false at the array's end.</summary>
    private static bool NextElement(ref Utf8JsonReader json)
    {
        json.Read();
        return json.TokenType switch
        {
            JsonTokenType.StartObject => true,
            JsonTokenType.EndArray => false,
            _ => throw new JsonException("An object was expected."),
        };
    }
}
