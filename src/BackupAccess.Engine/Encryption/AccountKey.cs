using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Clock;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.State;
using Dapper;

namespace BackupAccess.Engine.Encryption;

/// <summary>What the state knows of the key of an account's repositories.</summary>
/// <param name="AccountId">Whose.</param>
/// <param name="Encryption">Who keeps it.</param>
/// <param name="Repositories">Whether the account was given a repository.</param>
/// <param name="SealedPassword">The password, sealed; null where the key command alone has it.</param>
/// <param name="Moving">Whether a change of who keeps it isn't finished, so that either one's may open a repository.</param>
/// <param name="ResetAt">When a reset takes effect; null where none is asked for.</param>
/// <param name="ResetBegun">Whether the reset has begun, which nothing takes back.</param>
// SQLite gives a computed column no type until there is a row; naming the constructor spares Dapper the comparison.
[method: ExplicitConstructor]
internal sealed record AccountKey(string AccountId, string Encryption, long Repositories, byte[]? SealedPassword, long Moving, long? ResetAt, long ResetBegun)
{
    public bool IsRemote => Encryption == nameof(KeyLocation.Remote);

    public bool IsMoving => Moving != 0;

    public static AccountKey Of(StateConnection db, AccountRow account) => db.QueryFirst<AccountKey>(
        """
        SELECT a.id AS AccountId, a.encryption AS Encryption, (SELECT count(*) FROM repository WHERE account_id = a.id) AS Repositories, r.sealed_password AS SealedPassword,
               coalesce(r.key_moving, 0) AS Moving, x.due_at AS ResetAt, coalesce(x.begun, 0) AS ResetBegun
        FROM account a LEFT JOIN repository r ON r.account_id = a.id LEFT JOIN encryption_reset x ON x.account_id = a.id
        WHERE a.id = @Id
        """,
        new { account.Id }) ?? throw new NotFoundException("account", account.Path);

    /// <summary>The key of an account whose repositories may be opened.</summary>
    /// <exception cref="ConflictException">It was reset, and no other was made since.</exception>
    public static AccountKey Require(EngineServices services, AccountRow account)
    {
        using StateConnection db = services.Database.Connect();
        AccountKey key = Of(db, account);
        return key.IsGone(db, services) ? throw Reset(account) : key;
    }

    /// <summary>Whether nothing is opened with it any more: a reset has taken effect, though what is left may not be deleted yet. A locked backup keeps it from that.</summary>
    public bool IsGone(StateConnection db, EngineServices services) =>
        ResetBegun != 0 || (IsRemote && Repositories == 0) || (ResetAt is { } due && due <= ClockGuard.TrustedTime(db, services) && !WaitsForLock(db, services));

    private bool WaitsForLock(StateConnection db, EngineServices services)
    {
        long now = ClockGuard.TrustedTime(db, services);
        return BackupStore.AllOf(db, Guid.Parse(AccountId)).Any(backup => backup.IsLocked(now));
    }

    public static ConflictException Reset(AccountRow account) =>
        new("NoEncryptionKey", $"The encryption key of \"{account.Path}\" was reset, and it has no other yet.");
}
