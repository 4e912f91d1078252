using BackupAccess.Engine.Audit;
using Microsoft.Data.Sqlite;

namespace BackupAccess.Engine.State;

/// <summary>An immediate transaction: it holds the right to write from its beginning. Not committed means rolled back.</summary>
/// <param name="connection">The connection.</param>
/// <param name="transaction">The transaction on it.</param>
/// <param name="audit">The chain that its audit events go into; null where there is none to write.</param>
internal sealed class StateTransaction(SqliteConnection connection, SqliteTransaction transaction, AuditChain? audit) : StateConnection(connection, transaction)
{
    public AuditChain? Audit { get; set; } = audit;

    /// <summary>What this transaction adds to the audit log; null while that is nothing.</summary>
    public AuditSpan? AuditSpan { get; set; }

    /// <summary>When the clock was last looked at in this transaction; null where it wasn't.</summary>
    public long? ClockSeenAt { get; set; }

    public void Commit()
    {
        if (AuditSpan is null)
        {
            CommitTransaction();
        }
        else
        {
            Audit!.Commit(this, CommitTransaction);
        }
    }
}
