using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.State;
using BackupAccess.Engine.Users;

namespace BackupAccess.Engine.Tests.Access;

/// <summary>Accounts to take off the list or to give a UUID, each made for the cell that asks about it.</summary>
public sealed partial class MatrixWorld
{
    private async Task<(Func<IOperationClient, Task> Ask, string Typed)?> OfUuidAsync(string operation, MatrixTarget target)
    {
        if (operation is not ("removeAccount" or "setAccountUuid"))
        {
            return null;
        }

        string name = $"account{++_made}";
        string path = $"{(target == MatrixTarget.Others ? "web02" : "web01")}/{name}";
        Guid id = Guid.CreateVersion7();
        if (target != MatrixTarget.Missing)
        {
            Insert(id, path);
        }

        if (target == MatrixTarget.Own)
        {
            await _store.Local.DoAsync(new SetAccountOwner(new AccountReference(path), new UserReference("Own")));
        }

        return (operation == "removeAccount" ? Do(new RemoveAccount(new AccountReference(path))) : Do(new SetAccountUuid(new AccountReference(path), id)), path);
    }

    /// <summary>Both the backup and the account that gets a copy of it are one's own, or another's.</summary>
    private async Task<(Func<IOperationClient, Task> Ask, string Typed)?> OfCloneAsync(string operation, string backup, MatrixTarget target)
    {
        if (operation != "cloneAccount")
        {
            return null;
        }

        string path = $"{(target == MatrixTarget.Others ? "web02" : "web01")}/account{++_made}";
        Insert(Guid.CreateVersion7(), path);
        if (target == MatrixTarget.Own)
        {
            await _store.Local.DoAsync(new SetAccountOwner(new AccountReference(path), new UserReference("Own")));
        }

        return (Do(new CloneAccount(new RestoreSelection(null, new BackupReference(backup), [], []), new AccountReference(path), RestoreConflict.Overwrite)), backup);
    }

    private void Insert(Guid id, string path)
    {
        string[] parts = path.Split('/');
        using StateTransaction transaction = _store.Database.BeginImmediate();
        Guid connector = Guid.Parse(transaction.QueryScalar<string>("SELECT id FROM connector WHERE name = @name AND removed_at IS NULL", new { name = parts[0] }));
        AccountStore.Insert(transaction, id, connector, parts[1], $"/nowhere/{parts[1]}", new HomeIdentity(1000, 1000, 1, _made, null), _store.Clock.GetUtcNow().ToMicroseconds());
        transaction.Commit();
    }
}
