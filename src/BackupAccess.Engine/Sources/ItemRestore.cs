using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Operations;
using BackupAccess.Repository;
using BackupAccess.Repository.Files;
using BackupAccess.Repository.Trees;

namespace BackupAccess.Engine.Sources;

/// <summary>One item that is being put back into place.</summary>
/// <param name="work">The restore that it is part of.</param>
/// <param name="account">Whose it is.</param>
/// <param name="tree">What the backup has of it.</param>
internal sealed class ItemRestore(RestoreWork work, AccountRow account, ObjectId tree)
{
    public AccountRow Account => account;

    public Backups.RestoreConflict Conflict => work.Conflict;

    public EngineServices Services => work.Context.Services;

    public RestoreTally Tally => work.Tally;

    /// <summary>The content of a small file of the item.</summary>
    /// <exception cref="ItemFailedException">It isn't there, or is larger than such a file may be.</exception>
    public async Task<byte[]> ReadAsync(string name, int limit, CancellationToken cancellationToken)
    {
        Node? node = await new TreeBrowser(work.Repository).FindAsync(tree, TreePath.Root.Append(FileName.Parse(name)), cancellationToken).ConfigureAwait(false);
        if (node is not { Type: NodeType.File, Content: { } chunks } || node.Size > (ulong)limit)
        {
            throw new ItemFailedException($"The backup of \"{account.Path}\" has no file \"{name}\" of at most {limit} bytes.");
        }

        using MemoryStream content = new();
        foreach (ObjectId chunk in chunks)
        {
            byte[] part = await work.Repository.LoadBlobAsync(new BlobHandle(BlobType.Data, chunk), cancellationToken).ConfigureAwait(false);
            await content.WriteAsync(part.AsMemory(0, (int)Math.Min(part.Length, limit - content.Length)), cancellationToken).ConfigureAwait(false);
        }

        return content.ToArray();
    }

    /// <summary>Writes the item's files into the home, where the account finds them, beside what has their names there.</summary>
    public async Task PutIntoHomeAsync(CancellationToken cancellationToken)
    {
        using DirectoryHandle home = HomeIdentity.OpenHome(account, Services.Folder);
        await work.GiveAsync(tree, home, cancellationToken).ConfigureAwait(false);
    }
}
