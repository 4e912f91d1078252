using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;

namespace BackupAccess.Engine.State;

/// <summary>
/// A transaction's connection that prepares each statement once, however often it runs: Dapper makes a command for each
/// run, and preparing them is half of what many small changes in one transaction cost.
/// </summary>
internal sealed class PreparingConnection(SqliteConnection connection, SqliteTransaction transaction) : DbConnection
{
    private readonly Dictionary<string, SqliteCommand> _idle = new(StringComparer.Ordinal);

    [AllowNull]
    public override string ConnectionString
    {
        get => connection.ConnectionString;
        set => throw new NotSupportedException();
    }

    public override string Database => connection.Database;

    public override string DataSource => connection.DataSource;

    public override string ServerVersion => connection.ServerVersion;

    public override ConnectionState State => connection.State;

    /// <summary>The statement, prepared where it ran before.</summary>
    public SqliteCommand Take(string text) => _idle.Remove(text, out SqliteCommand? command) ? command : new SqliteCommand(text, connection, transaction);

    /// <summary>Keeps a statement that has run for its next run.</summary>
    public void GiveBack(SqliteCommand command)
    {
        command.Parameters.Clear();
        if (!_idle.TryAdd(command.CommandText, command))
        {
            command.Dispose();
        }
    }

    public override void ChangeDatabase(string databaseName) => throw new NotSupportedException();

    public override void Open() => throw new NotSupportedException();

    public override void Close()
    {
        foreach (SqliteCommand command in _idle.Values)
        {
            command.Dispose();
        }

        _idle.Clear();
    }

    protected override DbTransaction BeginDbTransaction(IsolationLevel isolationLevel) => throw new NotSupportedException();

    protected override DbCommand CreateDbCommand() => new PreparedCommand(this);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Close();
        }

        base.Dispose(disposing);
    }
}
