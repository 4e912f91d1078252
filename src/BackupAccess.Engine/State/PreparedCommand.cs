using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;

namespace BackupAccess.Engine.State;

/// <summary>One run of a statement, which is given back to its connection for the next.</summary>
internal sealed class PreparedCommand(PreparingConnection connection) : DbCommand
{
    // Takes the parameters, which come before the text is known for good: a list among them is written out in it.
    private readonly SqliteCommand _written = new();
    private SqliteCommand? _running;

    [AllowNull]
    public override string CommandText
    {
        get => _written.CommandText;
        set => _written.CommandText = value;
    }

    public override int CommandTimeout { get; set; }

    public override CommandType CommandType { get; set; } = CommandType.Text;

    public override bool DesignTimeVisible { get; set; }

    public override UpdateRowSource UpdatedRowSource { get; set; }

    protected override DbConnection? DbConnection { get; set; } = connection;

    protected override DbParameterCollection DbParameterCollection => _written.Parameters;

    protected override DbTransaction? DbTransaction { get; set; }

    public override void Cancel() => _running?.Cancel();

    public override int ExecuteNonQuery() => Begin().ExecuteNonQuery();

    public override object? ExecuteScalar() => Begin().ExecuteScalar();

    public override void Prepare() => throw new NotSupportedException();

    protected override DbParameter CreateDbParameter() => _written.CreateParameter();

    protected override DbDataReader ExecuteDbDataReader(CommandBehavior behavior) => Begin().ExecuteReader(behavior);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            End();
            _written.Dispose();
        }

        base.Dispose(disposing);
    }

    private SqliteCommand Begin()
    {
        End();
        _running = connection.Take(CommandText);
        foreach (SqliteParameter parameter in _written.Parameters)
        {
            _running.Parameters.Add(parameter);
        }

        return _running;
    }

    private void End()
    {
        if (_running is { } done)
        {
            _running = null;
            connection.GiveBack(done);
        }
    }
}
