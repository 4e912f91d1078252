using System.Runtime.CompilerServices;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Operations;
using BackupAccess.Repository;
using BackupAccess.Repository.Files;
using BackupAccess.Repository.Trees;

namespace BackupAccess.Engine.Sources;

/// <summary>One item that is being put back into place.</summary>
/// <param name="work">The restore that it is part of.</param>
/// <param name="item">Which.</param>
/// <param name="account">Whose it is.</param>
/// <param name="tree">What the backup has of it.</param>
/// <param name="selected">What of it is wanted, relative to it; none for all.</param>
internal sealed class ItemRestore(RestoreWork work, BackupItem item, AccountRow account, ObjectId tree, IReadOnlyList<TreePath> selected)
{
    private readonly HashSet<TreePath> _claimed = [];
    private readonly TreeBrowser _browser = new(work.Repository);

    public AccountRow Account => account;

    public Backups.RestoreConflict Conflict => work.Conflict;

    public EngineServices Services => work.Context.Services;

    public RestoreTally Tally => work.Tally;

    /// <summary>Whether the caller reaches the account by its connector, and not by owning it.</summary>
    public bool IsByConnector => work.Subject.IsByConnector;

    public void Problem(string message) => work.Tally.Problem($"{item}: {message}");

    /// <summary>Says that something of the item has its place, whatever becomes of it.</summary>
    public void Claim(TreePath path) => _claimed.Add(path);

    /// <summary>What is wanted of an entry: itself, or what lies below; none where it isn't wanted.</summary>
    public IReadOnlyList<TreePath> WantedOf(TreePath path) =>
        selected.Count == 0 || selected.Any(wanted => IsWithin(path, wanted)) ? [path] : [.. selected.Where(wanted => IsWithin(wanted, path))];

    /// <summary>The entry at a path; null where the backup has none.</summary>
    public Task<Node?> FindAsync(TreePath path, CancellationToken cancellationToken) => _browser.FindAsync(tree, path, cancellationToken);

    /// <summary>The files that lie straight in a folder of the item, in order.</summary>
    public IAsyncEnumerable<Node> FilesAsync(TreePath folder, CancellationToken cancellationToken) =>
        _browser.ListAsync(tree, folder, cancellationToken).Where(entry => entry.Node.Type == NodeType.File).Select(entry => entry.Node);

    /// <summary>What is wanted and nobody has claimed.</summary>
    public async IAsyncEnumerable<TreePath> UnclaimedAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Stack<TreePath> open = new([TreePath.Root]);
        while (open.TryPop(out TreePath? folder))
        {
            await foreach (TreeEntry entry in _browser.ListAsync(tree, folder, cancellationToken).ConfigureAwait(false))
            {
                if (_claimed.Contains(entry.Path) || WantedOf(entry.Path).Count == 0)
                {
                    continue;
                }

                if (entry.Node.Type == NodeType.Dir && _claimed.Any(claimed => IsWithin(claimed, entry.Path)))
                {
                    open.Push(entry.Path);
                }
                else
                {
                    yield return entry.Path;
                }
            }
        }
    }

    /// <summary>The content of a small file of the item.</summary>
    /// <exception cref="ItemFailedException">It isn't there, or is larger than such a file may be.</exception>
    public async Task<byte[]> ReadAsync(string name, int limit, CancellationToken cancellationToken)
    {
        Node? node = await FindAsync(TreePath.Root.Append(FileName.Parse(name)), cancellationToken).ConfigureAwait(false);
        if (node is not { Type: NodeType.File } || node.Size > (ulong)limit)
        {
            throw new ItemFailedException($"The backup of \"{account.Path}\" has no file \"{name}\" of at most {limit} bytes.");
        }

        using MemoryStream content = new();
        await foreach (ReadOnlyMemory<byte> part in ContentAsync(node, cancellationToken).ConfigureAwait(false))
        {
            content.Write(part.Span[..(int)Math.Min(part.Length, limit - content.Length)]);
        }

        return content.ToArray();
    }

    /// <summary>The content of a file, part by part.</summary>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> ContentAsync(Node file, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (ObjectId chunk in file.Content ?? [])
        {
            yield return await work.Repository.LoadBlobAsync(new BlobHandle(BlobType.Data, chunk), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Writes the item's files into the home, where the account finds them, beside what has their names there.</summary>
    public async Task PutIntoHomeAsync(CancellationToken cancellationToken)
    {
        using DirectoryHandle home = OpenHome();
        await work.GiveAsync(tree, home, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes one file of the item into the home, beside what has its name there.</summary>
    public async Task GiveAsync(TreePath path, CancellationToken cancellationToken)
    {
        using DirectoryHandle home = OpenHome();
        RestoreOwnership ownership = Environment.IsPrivilegedProcess ? RestoreOwnership.Given((uint)account.Uid, (uint)account.Gid) : RestoreOwnership.Restorer;
        await WriteAsync(path, home, ownership, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Whether the home directory, that has just been put back, has the very same at a path of its own.</summary>
    public async Task<bool> IsInRestoredHomeAsync(TreePath path, TreePath inHome, CancellationToken cancellationToken)
    {
        if (!work.IsHomeRestored)
        {
            return false;
        }

        Node? own = await FindAsync(path, cancellationToken).ConfigureAwait(false);
        TreePath below = BackupPath.Below(ItemNames.PathOf(BackupItem.HomeDirectory), inHome);
        Node? home = await _browser.FindAsync(work.Tree, below, cancellationToken).ConfigureAwait(false);
        return own is not null && home is not null && own.Type == home.Type && own.Subtree == home.Subtree && (own.Content ?? []).SequenceEqual(home.Content ?? []);
    }

    public DirectoryHandle OpenHome() => HomeIdentity.OpenHome(account, Services.Folder);

    /// <summary>Writes what is wanted of an entry into the directory where it belongs.</summary>
    public async Task WriteAsync(TreePath path, DirectoryHandle folder, RestoreOwnership ownership, CancellationToken cancellationToken)
    {
        TreePath above = path.Parent!;
        ObjectId from = above.Depth == 0
            ? tree
            : (await FindAsync(above, cancellationToken).ConfigureAwait(false))?.Subtree ?? throw new ItemFailedException($"The backup has no folder \"{above}\".");
        TreePath[] wanted = [.. WantedOf(path).Select(wanted => BackupPath.WithinItem(above, wanted))];
        await work.WriteAsync(from, wanted, folder, ownership, cancellationToken).ConfigureAwait(false);
    }

    private static bool IsWithin(TreePath path, TreePath folder)
    {
        TreePath? above = path;
        while (above is not null && above.Depth > folder.Depth)
        {
            above = above.Parent;
        }

        return folder.Equals(above);
    }
}
