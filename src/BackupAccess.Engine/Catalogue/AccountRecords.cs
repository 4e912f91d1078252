using System.Security.Cryptography;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Connectors;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.State;
using BackupAccess.Engine.Storage;

namespace BackupAccess.Engine.Catalogue;

/// <summary>
/// Keeps the records at what the state tells. The state goes first: whatever changes there marks the account's record
/// as due in the same transaction, and the mark goes when the record is on the disk. So a crash between the two leaves
/// the record before, and the next passage through the door writes the new one.
/// </summary>
internal static class AccountRecords
{
    /// <summary>What the audit log calls the writing of a record.</summary>
    public const string Operation = "recordAccount";

    /// <summary>Writes every record that is due; what can't be written stays due.</summary>
    /// <returns>The failures that are new.</returns>
    public static IReadOnlyList<(AccountRow Account, EngineException Failure)> WriteDue(EngineServices services)
    {
        List<(AccountRow, EngineException)> failures = [];
        foreach (string account in Due(services))
        {
            AccountRow? row = null;
            try
            {
                using StateTransaction transaction = services.Database.BeginImmediate();
                row = AccountStore.Find(transaction, Guid.Parse(account))!;
                Write(transaction, services, row);
                transaction.Commit();
            }
            catch (EngineException e) when (row is not null)
            {
                if (NoteFailure(services, account, e.Message))
                {
                    failures.Add((row, e));
                }
            }
        }

        return failures;
    }

    /// <summary>Writes an account's record now. The transaction keeps two writers apart, so that the later one's is the newer.</summary>
    /// <exception cref="BackupFailedException">It can't be written.</exception>
    public static void Write(StateTransaction transaction, EngineServices services, AccountRow account)
    {
        Write(services, AccountRepository.StorageOf(transaction, services, account), Read(transaction, services, account));
        transaction.Execute("DELETE FROM record_due WHERE account_id = @Id", new { account.Id });
    }

    /// <summary>Writes an account's record beside a copy of its repository.</summary>
    /// <exception cref="BackupFailedException">It can't be written.</exception>
    public static void WriteCopy(StateTransaction transaction, EngineServices services, AccountRow account, StorageRow storage) =>
        Write(services, storage, Read(transaction, services, account) with { IsCopy = true });

    private static void Write(EngineServices services, StorageRow storage, AccountRecord record)
    {
        try
        {
            StorageCatalogue.RequireWritable(storage);
            new RecordFolder(storage.Path).Put(record.Id, RecordSeal.Seal(services.Folder.Key, record));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(record.Password);
        }
    }

    /// <summary>Has an account's record written anew, if it has a repository.</summary>
    public static void MarkDue(StateConnection db, Guid account) => db.Execute(
        "INSERT INTO record_due (account_id) SELECT account_id FROM repository WHERE account_id = @account ON CONFLICT (account_id) DO NOTHING",
        new { account = account.ToString() });

    private static IReadOnlyList<string> Due(EngineServices services)
    {
        using StateConnection db = services.Database.Connect();
        return db.Query<string>("SELECT account_id FROM record_due ORDER BY account_id");
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
        using Secret password = AccountRepository.PasswordOf(db, services, account);
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
            Password = password.Utf8.ToArray(),
            RepositoryCreatedAt = db.QueryScalar<long>("SELECT created_at FROM repository WHERE account_id = @Id", new { account.Id }),
            WrittenAt = services.Time.Now(),
            Backups = [.. BackupStore.Remarkable(db, account.Guid).Select(BackupRecord.Of)],
        };
    }
}
