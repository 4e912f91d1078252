using BackupAccess.Engine.Audit;
using BackupAccess.Engine.Operations;
using Microsoft.Data.Sqlite;

namespace BackupAccess.Engine.State;

/// <summary>
/// The state's database: one SQLite file in WAL mode, shared by any number of processes. Writers wait for each other
/// for <see cref="BusySeconds"/>, readers for nobody.
/// </summary>
internal sealed class StateDatabase
{
    private const int BusySeconds = 30;

    private readonly string _connectionString;

    private StateDatabase(string path, SqliteOpenMode mode)
    {
        SqliteLibrary.EnsureBound();
        Path = path;
        _connectionString = new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = mode,
            ForeignKeys = true,
            DefaultTimeout = BusySeconds,
            Pooling = true,
        }.ToString();
    }

    public string Path { get; }

    /// <summary>The chain that this database's audit events are links of; null until the state folder has opened it.</summary>
    public AuditChain? Audit { get; set; }

    /// <summary>Makes the file and its tables.</summary>
    public static StateDatabase Create(string path, TimeProvider time)
    {
        // SQLite gives its journal files the mode of the database, and an existing file keeps its own.
        PrivateFile.Create(path).Dispose();
        StateDatabase database = new(path, SqliteOpenMode.ReadWrite);
        database.Release();
        database.SwitchToWal();
        return Open(path, time);
    }

    /// <summary>Opens the file, bringing an older schema up to date.</summary>
    /// <exception cref="StateException">A newer version made it, or it is no database of ours.</exception>
    public static StateDatabase Open(string path, TimeProvider time)
    {
        StateDatabase database = new(path, SqliteOpenMode.ReadWrite);
        database.Release();
        Migrations.Apply(database, time);
        return database;
    }

    /// <summary>
    /// Closes the connections that are kept for reuse. They hold the file that lay at the path when they were made,
    /// which may have been deleted since and made anew.
    /// </summary>
    public void Release()
    {
        using SqliteConnection connection = new(_connectionString);
        SqliteConnection.ClearPool(connection);
    }

    /// <summary>A connection that reads the newest committed state.</summary>
    public StateConnection Connect() => new(OpenConnection(), transaction: null);

    /// <summary>A connection that shows the state of one moment, however long it reads.</summary>
    public StateConnection BeginRead()
    {
        SqliteConnection connection = OpenConnection();
        return new StateConnection(connection, connection.BeginTransaction(deferred: true));
    }

    /// <summary>Begins to write.</summary>
    /// <exception cref="ConflictException">Another process kept writing for too long.</exception>
    public StateTransaction BeginImmediate()
    {
        SqliteConnection connection = OpenConnection();
        try
        {
            return new StateTransaction(connection, connection.BeginTransaction(deferred: false), Audit);
        }
        catch (SqliteException e)
        {
            connection.Dispose();
            throw SqliteFailures.Translate(Path, e);
        }
    }

    private SqliteConnection OpenConnection()
    {
        SqliteConnection connection = new(_connectionString);
        try
        {
            connection.Open();
            return connection;
        }
        catch (SqliteException e)
        {
            connection.Dispose();
            throw SqliteFailures.Translate(Path, e);
        }
    }

    private void SwitchToWal()
    {
        using StateConnection connection = Connect();
        connection.Execute("PRAGMA journal_mode = WAL");
    }
}
