using BackupAccess.Engine.Operations;
using Microsoft.Data.Sqlite;

namespace BackupAccess.Engine.State;

/// <summary>What SQLite fails with, as the engine's own failures.</summary>
internal static class SqliteFailures
{
    private const int Busy = 5;

    public static EngineException Translate(string path, SqliteException failure) => failure.SqliteErrorCode == Busy
        ? new ConflictException("Busy", $"Another process has been writing to the state database \"{path}\" for too long.", failure)
        : new StateException("StateDamaged", $"The state database \"{path}\" can't be used: {failure.Message}", failure);
}
