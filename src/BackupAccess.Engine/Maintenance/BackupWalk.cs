using System.Security.Cryptography;
using BackupAccess.Repository;
using BackupAccess.Repository.Packs;
using BackupAccess.Repository.Trees;

namespace BackupAccess.Engine.Maintenance;

/// <summary>
/// Walks a backup's trees and looks at the chunks of its files; a damaged folder is a finding, and its neighbours are walked
/// on. Of folders that are alike, the first that is met is looked at.
/// </summary>
internal sealed class BackupWalk(ResticRepository repository, VerifyDepth depth, VerifyFindings findings, Action<(long Files, long Bytes)> tell)
{
    private const int BatchSize = 256;
    private const int Precision = 1_000_000;

    private readonly TreeBrowser _browser = new(repository);
    private readonly Dictionary<BlobHandle, string> _batch = [];
    private long _files;
    private long _bytes;

    public async Task RunAsync(ObjectId root, CancellationToken cancellationToken)
    {
        HashSet<ObjectId> seen = [root];
        Stack<(TreePath Path, ObjectId Tree)> open = new([(TreePath.Root, root)]);
        while (open.TryPop(out (TreePath Path, ObjectId Tree) folder))
        {
            Tree? tree = await TryLoadAsync(folder.Path, folder.Tree, cancellationToken).ConfigureAwait(false);
            foreach (Node node in tree?.Nodes ?? [])
            {
                TreePath path = folder.Path.Append(node.Name);
                if (node.Type == NodeType.Dir && node.Subtree is { } subtree)
                {
                    if (seen.Add(subtree))
                    {
                        open.Push((path, subtree));
                    }
                }
                else if (node.Type == NodeType.Dir)
                {
                    findings.Add(FindingSeverity.Error, $"{path}", "the folder has no tree");
                }
                else
                {
                    await LookAtAsync(path, node, cancellationToken).ConfigureAwait(false);
                }
            }
        }

        await ReadBatchAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task<Tree?> TryLoadAsync(TreePath path, ObjectId tree, CancellationToken cancellationToken)
    {
        try
        {
            return await _browser.LoadAsync(tree, cancellationToken).ConfigureAwait(false);
        }
        catch (RepositoryDamagedException e)
        {
            findings.Add(FindingSeverity.Error, $"{path}", e.Message);
            return null;
        }
    }

    private async Task LookAtAsync(TreePath path, Node file, CancellationToken cancellationToken)
    {
        foreach (ObjectId id in file.Content ?? [])
        {
            BlobHandle blob = new(BlobType.Data, id);
            if (!repository.TryLocate(blob, out BlobLocation location))
            {
                findings.Add(FindingSeverity.Error, $"{path}", $"its chunk {id} is in no pack");
            }
            else if (IsChosen(location.Pack))
            {
                _batch.TryAdd(blob, $"{path}");
            }
        }

        _files++;
        _bytes = (long)Math.Min(long.MaxValue, (ulong)_bytes + file.Size);
        if (_batch.Count >= BatchSize)
        {
            await ReadBatchAsync(cancellationToken).ConfigureAwait(false);
        }

        tell((_files, _bytes));
    }

    private bool IsChosen(ObjectId pack) => depth.ReadDataPercent >= 100
        || depth.ReadDataSubset?.Contains(pack) == true
        || (depth.ReadDataPercent > 0 && RandomNumberGenerator.GetInt32(Precision) < depth.ReadDataPercent / 100 * Precision);

    /// <summary>Reads many chunks in one go; where that fails, one by one, to say whose is damaged.</summary>
    private async Task ReadBatchAsync(CancellationToken cancellationToken)
    {
        try
        {
            await repository.ReadBlobsAsync(_batch.Keys, (_, _) => { }, cancellationToken).ConfigureAwait(false);
        }
        catch (RepositoryDamagedException)
        {
            foreach ((BlobHandle blob, string path) in _batch)
            {
                await ReadOneAsync(blob, path, cancellationToken).ConfigureAwait(false);
            }
        }

        _batch.Clear();
    }

    private async Task ReadOneAsync(BlobHandle blob, string path, CancellationToken cancellationToken)
    {
        try
        {
            await repository.LoadBlobAsync(blob, cancellationToken).ConfigureAwait(false);
        }
        catch (RepositoryDamagedException e)
        {
            findings.Add(FindingSeverity.Error, path, e.Message);
        }
    }
}
