using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Audit;

/// <summary>What the audit log says of when somebody last did something.</summary>
internal static class AuditUse
{
    /// <summary>The last time of each operation that was allowed and begun, by its name.</summary>
    /// <param name="db">The state.</param>
    /// <param name="user">The user; empty for a local principal, which is known by its name.</param>
    /// <param name="name">The principal's name.</param>
    public static Dictionary<string, long> LastOf(StateConnection db, Guid user, string name)
    {
        string who = user == Guid.Empty ? "principal_id IS NULL AND principal = @name" : "principal_id = @id";
        return db.Query<(string Operation, long Time)>(
                $"SELECT operation, max(time) FROM audit_event WHERE {who} AND outcome IN ('Attempted', 'Succeeded') GROUP BY operation",
                new { id = user.ToString(), name })
            .ToDictionary(row => row.Operation, row => row.Time, StringComparer.Ordinal);
    }
}
