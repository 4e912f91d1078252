using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Encryption;

/// <summary>Writes who keeps an account's key.</summary>
internal static class AccountKeyStore
{
    /// <summary>The engine keeps it, and the owner's may open the repositories still.</summary>
    public static void SetLocal(StateConnection db, EngineServices services, AccountRow account, Secret key)
    {
        SetLocation(db, account, KeyLocation.Local);
        db.Execute(
            "UPDATE repository SET sealed_password = @box, key_moving = 1 WHERE account_id = @Id",
            new { account.Id, box = services.Folder.Key.Seal(key.Utf8.Span, AccountRepository.PurposeOf(account.Id)) });
    }

    /// <summary>The owner keeps it, and nothing that opens the repositories is left in the state.</summary>
    public static void SetRemote(StateConnection db, AccountRow account)
    {
        SetLocation(db, account, KeyLocation.Remote);
        db.Execute("UPDATE repository SET sealed_password = NULL, key_moving = 0 WHERE account_id = @Id", new { account.Id });
    }

    /// <summary>Whether the key command's may open what the engine's doesn't.</summary>
    public static void SetMoving(StateConnection db, AccountRow account, bool isMoving) =>
        db.Execute("UPDATE repository SET key_moving = @moving WHERE account_id = @Id", new { account.Id, moving = isMoving ? 1 : 0 });

    public static void SetLocation(StateConnection db, AccountRow account, KeyLocation location) =>
        db.Execute("UPDATE account SET encryption = @location WHERE id = @Id", new { account.Id, location = location.ToString() });
}
