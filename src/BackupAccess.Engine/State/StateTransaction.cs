using Microsoft.Data.Sqlite;

namespace BackupAccess.Engine.State;

/// <summary>An immediate transaction: it holds the right to write from its beginning. Not committed means rolled back.</summary>
internal sealed class StateTransaction(SqliteConnection connection, SqliteTransaction transaction) : StateConnection(connection, transaction)
{
    public void Commit() => CommitTransaction();
}
