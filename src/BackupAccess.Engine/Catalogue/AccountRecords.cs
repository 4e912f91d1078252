using System.Security.Cryptography;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Connectors;
using BackupAccess.Engine.Encryption;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.State;
using BackupAccess.Engine.Storage;

namespace BackupAccess.Engine.Catalogue;

/// <summary>
/// Keeps the records at what the state tells. Whatever changes there marks the account's record as due in the same
/// transaction. The record is written outside of any, for a storage may hang, and the mark goes when it is on the disk, save
/// where the state changed meanwhile. So a crash anywhere leaves the mark, and the next passage through the door writes the
/// record anew.
/// </summary>
internal static class AccountRecords
{
    /// <summary>What the audit log calls the writing of a record.</summary>
    public const string Operation = "recordAccount";

    private static readonly TimeSpan s_poll = TimeSpan.FromMilliseconds(50);

    /// <summary>
    /// Writes every record that is due. What can't be written stays due, and so does what goes into a storage that another
    /// is writing records to: that one looks again when it has ended.
    /// </summary>
    /// <returns>The failures that are new.</returns>
    public static IReadOnlyList<(AccountRow Account, EngineException Failure)> WriteDue(EngineServices services)
    {
        List<(AccountRow, EngineException)> failures = [];
        HashSet<string> left = [];
        while (Due(services).FirstOrDefault(account => !left.Contains(account)) is { } account)
        {
            // It may have been dropped since it was listed.
            if (Find(services, account) is not { } row)
            {
                left.Add(account);
                continue;
            }

            try
            {
                if (!TryWrite(services, row))
                {
                    left.Add(account);
                }
            }
            catch (EngineException e)
            {
                left.Add(account);
                if (NoteFailure(services, account, e.Message))
                {
                    failures.Add((row, e));
                }
            }
        }

        return failures;
    }

    /// <summary>Writes an account's record, due or not, before anything relies on it.</summary>
    /// <exception cref="BackupFailedException">It can't be written.</exception>
    /// <exception cref="ConflictException">Another has been writing to the storage for too long.</exception>
    public static async Task WriteAsync(EngineServices services, AccountRow account, CancellationToken cancellationToken)
    {
        StorageRow storage = StorageOf(services, account);
        using RecordLock held = await WaitAsync(services, storage, cancellationToken).ConfigureAwait(false);
        Write(services, account, storage);
    }

    /// <summary>Writes an account's record beside a copy of its repository.</summary>
    /// <inheritdoc cref="WriteAsync"/>
    public static async Task WriteCopyAsync(EngineServices services, AccountRow account, StorageRow storage, CancellationToken cancellationToken)
    {
        using RecordLock held = await WaitAsync(services, storage, cancellationToken).ConfigureAwait(false);
        AccountRecord record;
        using (StateConnection db = services.Database.Connect())
        {
            record = Read(db, services, account) with { IsCopy = true };
        }

        Put(services, storage, record);
    }

    /// <returns>False when another is writing to the storage.</returns>
    private static bool TryWrite(EngineServices services, AccountRow account)
    {
        StorageRow storage = StorageOf(services, account);
        using RecordLock? held = RecordLock.TryTake(services.Folder, storage);
        if (held is not null)
        {
            Write(services, account, storage);
        }

        return held is not null;
    }

    /// <summary>Waits until nobody else writes records to a storage.</summary>
    /// <exception cref="ConflictException">Another has been writing to it for too long.</exception>
    public static async Task<RecordLock> WaitAsync(EngineServices services, StorageRow storage, CancellationToken cancellationToken)
    {
        long started = services.Time.GetTimestamp();
        while (true)
        {
            if (RecordLock.TryTake(services.Folder, storage) is { } held)
            {
                return held;
            }

            if (services.Time.GetElapsedTime(started) > services.Patience)
            {
                throw new ConflictException("Conflict", $"Another process is busy writing account records to the storage \"{storage.Name}\".");
            }

            await Task.Delay(s_poll, services.Time, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>For the holder of the storage's lock, so that of two writers the later one's is the newer.</summary>
    private static void Write(EngineServices services, AccountRow account, StorageRow storage)
    {
        if (Begin(services, account, storage) is not { } record)
        {
            return;
        }

        Put(services, storage, record);
        using StateTransaction transaction = services.Database.BeginImmediate();
        transaction.Execute("DELETE FROM record_due WHERE account_id = @Id AND writing = @Name", new { account.Id, storage.Name });
        transaction.Commit();
    }

    /// <returns>What is to be written; null when the repository is another storage's by now.</returns>
    private static AccountRecord? Begin(EngineServices services, AccountRow account, StorageRow storage)
    {
        using StateTransaction transaction = services.Database.BeginImmediate();
        if (AccountRepository.StorageOf(transaction, services, account).Name != storage.Name)
        {
            return null;
        }

        transaction.Execute("UPDATE record_due SET writing = @Name WHERE account_id = @Id", new { account.Id, storage.Name });
        AccountRecord record = Read(transaction, services, AccountStore.Find(transaction, account.Guid)!);
        transaction.Commit();
        return record;
    }

    private static void Put(EngineServices services, StorageRow storage, AccountRecord record)
    {
        try
        {
            StorageCatalogue.RequireWritable(storage);
            services.RecordsAt(storage.Path).Put(record.Id, RecordSeal.Seal(services.Folder.Key, record));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(record.Password);
        }
    }

    /// <summary>Has an account's record written anew, if it has a repository.</summary>
    public static void MarkDue(StateConnection db, Guid account) => db.Execute(
        "INSERT INTO record_due (account_id) SELECT account_id FROM repository WHERE account_id = @account ON CONFLICT (account_id) DO UPDATE SET writing = NULL",
        new { account = account.ToString() });

    private static IReadOnlyList<string> Due(EngineServices services)
    {
        using StateConnection db = services.Database.Connect();
        return db.Query<string>("SELECT account_id FROM record_due ORDER BY account_id");
    }

    private static AccountRow? Find(EngineServices services, string account)
    {
        using StateConnection db = services.Database.Connect();
        return AccountStore.Find(db, Guid.Parse(account));
    }

    private static StorageRow StorageOf(EngineServices services, AccountRow account)
    {
        using StateConnection db = services.Database.Connect();
        return AccountRepository.StorageOf(db, services, account);
    }

    private static bool NoteFailure(EngineServices services, string account, string failure)
    {
        using StateTransaction transaction = services.Database.BeginImmediate();
        int noted = transaction.Execute(
            "UPDATE record_due SET failure = @failure WHERE account_id = @account AND coalesce(failure, '') <> @failure", new { account, failure });
        transaction.Commit();
        return noted > 0;
    }

    private static AccountRecord Read(StateConnection db, EngineServices services, AccountRow account)
    {
        ConnectorRow connector = ConnectorStore.FindEver(db, Guid.Parse(account.ConnectorId))!;
        using Secret? password = AccountRepository.TryUnseal(db, services, account);
        return new AccountRecord
        {
            Version = AccountRecord.NewestVersion,
            Id = account.Guid,
            Name = account.AccountName,
            Home = account.Home,
            Uid = account.Uid,
            Gid = account.Gid,
            Device = account.Device,
            Inode = account.Inode,
            Birth = account.Birth,
            Type = account.Type,
            OwnerId = account.OwnerId is null ? null : Guid.Parse(account.OwnerId),
            Owner = account.Owner ?? db.QueryFirst<string>("SELECT former_owner FROM account WHERE id = @Id", new { account.Id }),
            Email = account.Email,
            MaxOnDemand = (int?)account.MaxOnDemand,
            Domains = JsonText.ToList(account.Domains),
            Excludes = JsonText.ToList(account.Excludes),
            DiscoveredAt = account.DiscoveredAt,
            GoneAt = account.GoneAt,
            Connector = new ConnectorRecord(
                connector.Guid, connector.Name, connector.Kind, connector.Path, connector.Legacy != 0, connector.RestrictedAt, connector.CreatedAt, connector.RemovedAt),
            Encryption = AccountKey.Of(db, account).Encryption,
            Password = password?.Utf8.ToArray(),
            RepositoryCreatedAt = db.QueryScalar<long>("SELECT created_at FROM repository WHERE account_id = @Id", new { account.Id }),
            WrittenAt = services.Time.Now(),
            Backups = [.. BackupStore.Remarkable(db, account.Guid).Select(BackupRecord.Of)],
        };
    }
}
