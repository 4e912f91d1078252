using System.Text.Json;

namespace BackupAccess.Repository.Trees;

/// <summary>What a tree refers to, without its nodes: for walks that only want to know what is needed.</summary>
internal sealed class TreeReferences
{
    private const int NodeDepth = 3;

    private readonly List<ObjectId> _subtrees = [];
    private readonly List<ObjectId> _chunks = [];

    private TreeReferences()
    {
    }

    public IReadOnlyList<ObjectId> Subtrees => _subtrees;

    /// <summary>Chunks of all files in their order; a chunk may come several times.</summary>
    public IReadOnlyList<ObjectId> Chunks => _chunks;

    /// <param name="json">The tree blob's content.</param>
    /// <param name="id">Names the blob in errors.</param>
    /// <exception cref="RepositoryDamagedException">It isn't a tree's JSON.</exception>
    public static TreeReferences Read(ReadOnlySpan<byte> json, ObjectId id)
    {
        TreeReferences references = new();
        Utf8JsonReader reader = new(json, new JsonReaderOptions { MaxDepth = 64 });
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.PropertyName && reader.CurrentDepth == NodeDepth)
                {
                    references.ReadMember(ref reader, id);
                }
            }

            return references;
        }
        catch (JsonException e)
        {
            throw TreeReader.Damaged(id, "it is not JSON", e);
        }
        catch (InvalidOperationException e)
        {
            // What Utf8JsonReader throws for a member's name that is no text.
            throw TreeReader.Damaged(id, "a member has an unexpected name", e);
        }
    }

    private void ReadMember(ref Utf8JsonReader reader, ObjectId id)
    {
        if (reader.ValueTextEquals("subtree"u8))
        {
            reader.Read();
            Add(_subtrees, ref reader, id);
        }
        else if (reader.ValueTextEquals("content"u8))
        {
            reader.Read();
            ReadChunks(ref reader, id);
        }
        else
        {
            reader.Read();
            reader.Skip();
        }
    }

    private void ReadChunks(ref Utf8JsonReader reader, ObjectId id)
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            return;
        }

        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw TreeReader.Damaged(id, "a node's content is not a list");
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            Add(_chunks, ref reader, id);
        }
    }

    private static void Add(List<ObjectId> to, ref Utf8JsonReader reader, ObjectId id)
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            return;
        }

        to.Add(reader.TokenType == JsonTokenType.String && ObjectId.TryParse(reader.ValueSpan, out ObjectId reference)
            ? reference
            : throw TreeReader.Damaged(id, "it refers to something that isn't an id"));
    }
}
