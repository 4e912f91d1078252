using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.State;
using BackupAccess.Repository;
using BackupAccess.Repository.Snapshots;
using BackupAccess.Repository.Trees;

namespace BackupAccess.Engine.Catalogue;

/// <summary>What an account's repository holds.</summary>
/// <param name="Backups">One for each snapshot that can be read.</param>
/// <param name="Unread">Snapshots that are there and can't be read, each with the reason.</param>
internal sealed record StoredBackups(IReadOnlyList<StoredBackup> Backups, IReadOnlyDictionary<string, string> Unread)
{
    /// <summary>Reads them; nothing where there is no repository.</summary>
    public static async Task<StoredBackups> ReadAsync(EngineServices services, AccountRow account, CancellationToken cancellationToken)
    {
        if (!AccountRepository.Exists(services, account))
        {
            return new StoredBackups([], new Dictionary<string, string>());
        }

        return await AccountRepository
            .UseAsync(account, () => AccountRepository.OpenAsync(services, account, cancellationToken), (repository, stop) => ReadAsync(repository, account, stop), cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>Reads them from an open repository whose index is loaded.</summary>
    public static async Task<StoredBackups> ReadAsync(ResticRepository repository, AccountRow account, CancellationToken cancellationToken)
    {
        List<StoredBackup> backups = [];
        FileCount count = new(repository);
        Dictionary<string, string> unread = new(StringComparer.Ordinal);
        await foreach (Snapshot snapshot in repository.ListSnapshotsAsync((id, damage) => unread.Add(id.ToString(), damage.Message), cancellationToken).ConfigureAwait(false))
        {
            try
            {
                backups.Add(await ReadAsync(repository, account, snapshot, count, cancellationToken).ConfigureAwait(false));
            }
            catch (RepositoryDamagedException e)
            {
                unread.Add(snapshot.Id.ToString(), e.Message);
            }
        }

        return new StoredBackups(backups, unread);
    }

    private static async Task<StoredBackup> ReadAsync(ResticRepository repository, AccountRow account, Snapshot snapshot, FileCount count, CancellationToken cancellationToken)
    {
        BackupTags tags = BackupTags.Read(snapshot.Tags);
        Tree root = await new TreeBrowser(repository).LoadAsync(snapshot.Tree, cancellationToken).ConfigureAwait(false);

        IReadOnlyList<BackupItem> items = ItemNames.In(root, tags.Backup is not null);
        BackupKind kind = items.Contains(BackupItem.Files) ? BackupKind.Foreign : tags.Kind;

        // Older versions of restic don't write a summary.
        (long files, long bytes) = snapshot.Summary is { } summary
            ? (summary.TotalFilesProcessed, summary.TotalBytesProcessed)
            : await count.BelowAsync(snapshot.Tree, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<ItemCount> counts = await ItemCount.CountAsync(count, root, items, new ItemCount(files, bytes), cancellationToken).ConfigureAwait(false);
        Guid[] ids = [.. new Guid?[] { tags.Backup, IdOf(account, snapshot.Original ?? snapshot.Id), IdOf(account, snapshot.Id) }.OfType<Guid>().Distinct()];
        BackupRow row = new(
            ids[0].ToString(),
            account.Id,
            snapshot.Id.ToString(),
            kind.ToString(),
            tags.Configuration,
            snapshot.Time.ToMicroseconds(),
            JsonText.FromList([.. items.Select(item => item.ToString())]),
            Math.Max(0, files),
            Math.Max(0, bytes),
            Math.Max(0, snapshot.Summary?.DataAddedPacked ?? 0),
            ProblemCount: 0,
            Problems: "[]",
            LockedBy: null,
            LockedById: null,
            LockedAt: null,
            LockReason: null,
            LockedUntil: null,
            ItemCounts: ItemCount.ToJson(counts),
            Label: tags.Label?.ToString());
        return new StoredBackup(row, ids);
    }

    /// <summary>A version-8 UUID (RFC 9562) of the account's and the snapshot's ids.</summary>
    private static Guid IdOf(AccountRow account, ObjectId snapshot)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes($"{account.Id}/{snapshot}"), hash);
        ushort version = BinaryPrimitives.ReadUInt16BigEndian(hash[6..]);
        BinaryPrimitives.WriteUInt16BigEndian(hash[6..], (ushort)((version & 0x0fff) | 0x8000));
        hash[8] = (byte)((hash[8] & 0x3f) | 0x80);
        return new Guid(hash[..16], bigEndian: true);
    }
}
