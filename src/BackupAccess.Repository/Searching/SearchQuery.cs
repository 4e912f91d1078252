using BackupAccess.Repository.Trees;

namespace BackupAccess.Repository.Searching;

/// <summary>What is looked for. An entry is found when all that is set holds for it; a snapshot's root is no entry.</summary>
public sealed record SearchQuery
{
    /// <summary>
    /// Patterns of which one must match; none for any name. <c>*</c> and <c>?</c> stay within a name, <c>**</c> crosses
    /// directories, <c>[a-z]</c> and <c>[!a-z]</c> are sets, a backslash makes the next character plain. A leading slash
    /// anchors at the snapshot's root, else a pattern matches at any depth; a trailing slash means directories only. As in
    /// restic's find, whatever lies below a directory that a pattern matches is matched too.
    /// </summary>
    public IReadOnlyList<string> Patterns { get; init; } = [];

    /// <summary>Not modified before this.</summary>
    public DateTimeOffset? ModifiedFrom { get; init; }

    /// <summary>Not modified after this.</summary>
    public DateTimeOffset? ModifiedTo { get; init; }

    /// <summary>Files of at least so many bytes; nothing but files is found.</summary>
    public ulong? MinimumSize { get; init; }

    /// <summary>Files of at most so many bytes; nothing but files is found.</summary>
    public ulong? MaximumSize { get; init; }

    /// <summary>Entries of this type only.</summary>
    public NodeType? Type { get; init; }

    /// <summary>Entries that refer to one of these: files by a chunk, directories by their tree. None for any.</summary>
    public IReadOnlyCollection<BlobHandle> Blobs { get; init; } = [];
}
