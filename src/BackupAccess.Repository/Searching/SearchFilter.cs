using BackupAccess.Repository.Trees;

namespace BackupAccess.Repository.Searching;

/// <summary>A query, made ready to be asked of many nodes.</summary>
internal sealed class SearchFilter
{
    private readonly SearchPattern[] _patterns;
    private readonly HashSet<BlobHandle> _blobs;
    private readonly FileTime? _from;
    private readonly FileTime? _to;
    private readonly SearchQuery _query;

    /// <exception cref="FormatException">A pattern is malformed.</exception>
    /// <exception cref="ArgumentException">A range ends before it begins.</exception>
    public SearchFilter(SearchQuery query)
    {
        if (query.ModifiedFrom > query.ModifiedTo || query.MinimumSize > query.MaximumSize)
        {
            throw new ArgumentException("A range of the search ends before it begins.", nameof(query));
        }

        _query = query;
        _patterns = [.. query.Patterns.Select(SearchPattern.Parse)];
        _blobs = [.. query.Blobs];
        _from = query.ModifiedFrom is { } from ? FileTime.From(from) : null;
        _to = query.ModifiedTo is { } to ? FileTime.From(to) : null;
    }

    /// <summary>Where the root stands.</summary>
    public SearchPosition Start => _patterns.Length == 0 ? SearchPosition.Matched : new SearchPosition([.. _patterns.Select(pattern => pattern.Start)]);

    /// <summary>Where an entry stands whose directory stands at <paramref name="position"/>.</summary>
    public SearchPosition Follow(SearchPosition position, Node node)
    {
        if (ReferenceEquals(position, SearchPosition.Matched))
        {
            return position;
        }

        ulong[] positions = new ulong[_patterns.Length];
        for (int i = 0; i < positions.Length; i++)
        {
            positions[i] = _patterns[i].Follow(position.Patterns[i], node.Name);
            if (_patterns[i].IsMatch(positions[i], node.Type == NodeType.Dir))
            {
                return SearchPosition.Matched;
            }
        }

        return new SearchPosition(positions);
    }

    /// <summary>Whether what the query says of nodes themselves holds.</summary>
    public bool Accepts(Node node) =>
        (_query.Type is not { } type || node.Type == type)
        && (_from is not { } from || node.ModifiedTime >= from)
        && (_to is not { } to || node.ModifiedTime <= to)
        && HasSize(node)
        && (_blobs.Count == 0 || RefersToOne(node));

    private bool HasSize(Node node) =>
        (_query.MinimumSize is null && _query.MaximumSize is null)
        || (node.Type == NodeType.File && !(node.Size < _query.MinimumSize) && !(node.Size > _query.MaximumSize));

    private bool RefersToOne(Node node) =>
        (node.Subtree is { } tree && _blobs.Contains(new BlobHandle(BlobType.Tree, tree)))
        || (node.Content?.Any(chunk => _blobs.Contains(new BlobHandle(BlobType.Data, chunk))) ?? false);
}
