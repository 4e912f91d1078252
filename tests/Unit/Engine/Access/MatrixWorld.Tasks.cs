using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.State;
using BackupAccess.Engine.Tasks;

namespace BackupAccess.Engine.Tests.Access;

/// <summary>Backups of the local principal's in the queue, written into the state so that nobody works them.</summary>
public sealed partial class MatrixWorld
{
    private (Func<IOperationClient, Task> Ask, string Typed)? OfTask(string operation, string account, MatrixTarget target)
    {
        if (operation is not ("listTasks" or "stopTask"))
        {
            return null;
        }

        string id = Guid.CreateVersion7().ToString();
        if (target != MatrixTarget.Missing)
        {
            InsertTask(id, account);
        }

        return operation == "listTasks" ? (Do(new ListTasks([], [], [], [], [], Since: null)), id) : (Do(new StopTask(new TaskReference(id))), id);
    }

    private void InsertTask(string id, string account)
    {
        using StateTransaction transaction = _store.Database.BeginImmediate();
        string[] path = account.Split('/');
        AccountRow row = AccountStore.FindLive(transaction, path[1]).Single(one => one.Connector == path[0]);
        TaskStore.Insert(transaction, TestTasks.Row(row, TaskKind.Backup) with { Id = id, Sequence = TaskStore.NextSequence(transaction) });
        transaction.Commit();
    }
}
