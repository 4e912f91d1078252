using System.Data.Common;
using Dapper;
using Microsoft.Data.Sqlite;

namespace BackupAccess.Engine.State;

/// <summary>
/// A connection to the state, within a transaction or not. Each noun's store runs its SQL through this; parameters are
/// a plain object's properties, rows are records whose constructor takes the columns in order.
/// </summary>
internal class StateConnection : IDisposable
{
    private const int SqliteError = 1;
    private const int SqliteConstraint = 19;

    private readonly SqliteConnection _connection;
    private readonly SqliteTransaction? _transaction;
    private readonly DbConnection _statements;

    public StateConnection(SqliteConnection connection, SqliteTransaction? transaction)
    {
        _connection = connection;
        _transaction = transaction;
        _statements = transaction is null ? connection : new PreparingConnection(connection, transaction);
    }

    public IReadOnlyList<T> Query<T>(string sql, object? parameters = null) =>
        Guard(() => _statements.Query<T>(sql, parameters, _transaction).AsList());

    public T? QueryFirst<T>(string sql, object? parameters = null) =>
        Guard(() => _statements.QueryFirstOrDefault<T>(sql, parameters, _transaction));

    public T QueryScalar<T>(string sql, object? parameters = null) =>
        Guard(() => _statements.ExecuteScalar<T>(sql, parameters, _transaction)) ?? throw new InvalidOperationException("The query returned nothing.");

    /// <summary>Reads rows one by one as they are asked for, of a result too large to hold; what is read of one is good until the next.</summary>
    public IEnumerable<T> Stream<T>(string sql, Func<SqliteDataReader, T> read)
    {
        using SqliteCommand command = new(sql, _connection, _transaction);
        using SqliteDataReader rows = Guard(command.ExecuteReader);
        Func<bool> next = rows.Read;
        while (Guard(next))
        {
            yield return read(rows);
        }
    }

    /// <summary>Runs a statement; the result is how many rows it touched.</summary>
    public int Execute(string sql, object? parameters = null) => Guard(() => _statements.Execute(sql, parameters, _transaction));

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        _statements.Dispose();
        _transaction?.Dispose();
        _connection.Dispose();
    }

    protected void CommitTransaction() => Guard(() =>
    {
        _transaction!.Commit();
        return true;
    });

    /// <summary>A statement that SQLite can't take or that breaks a constraint is a fault of the engine's and stays what it is.</summary>
    private T Guard<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (SqliteException e) when (e.SqliteErrorCode is not (SqliteError or SqliteConstraint))
        {
            throw SqliteFailures.Translate(_connection.DataSource, e);
        }
    }
}
