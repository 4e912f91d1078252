using BackupAccess.Engine.State;
using Dapper;
using Microsoft.Data.Sqlite;

namespace BackupAccess.Engine.Tests.State;

public sealed class PreparingConnectionTests : IDisposable
{
    private const string Insert = "INSERT INTO t (a, b) VALUES (@a, @b)";

    private readonly SqliteConnection _sqlite;
    private readonly SqliteTransaction _transaction;
    private readonly PreparingConnection _connection;

    public PreparingConnectionTests()
    {
        SqliteLibrary.EnsureBound();
        _sqlite = new SqliteConnection("Data Source=:memory:");
        _sqlite.Open();
        _transaction = _sqlite.BeginTransaction();
        _connection = new PreparingConnection(_sqlite, _transaction);
        Execute("CREATE TABLE t (a, b)", new { });
    }

    public void Dispose()
    {
        _connection.Dispose();
        _transaction.Dispose();
        _sqlite.Dispose();
    }

    [Fact]
    public void A_statement_that_ran_is_taken_again_for_its_next_run()
    {
        Execute(Insert, new { a = 1, b = "one" });
        SqliteCommand first = _connection.Take(Insert);
        _connection.GiveBack(first);

        Execute(Insert, new { a = 2, b = "two" });

        Assert.Same(first, _connection.Take(Insert));
    }

    [Fact]
    public void Each_run_has_its_own_values_and_none_of_the_run_before()
    {
        Execute(Insert, new { a = 1, b = "one" });
        Execute(Insert, new { a = 2, b = (string?)null });

        Assert.Equal(["one", null], Query<string?>("SELECT b FROM t ORDER BY a", new { }));
        Assert.Equal([1L], Query<long>("SELECT a FROM t WHERE b = @b", new { b = "one" }));
        Assert.Empty(Query<long>("SELECT a FROM t WHERE b = @b", new { b = "two" }));
    }

    [Fact]
    public void A_list_among_the_values_is_written_out_at_its_own_length()
    {
        foreach (int a in new[] { 1, 2, 3 })
        {
            Execute(Insert, new { a, b = "x" });
        }

        Assert.Equal([1L, 3L], Query<long>("SELECT a FROM t WHERE b = @b AND a IN @some ORDER BY a", new { b = "x", some = new[] { 1, 3 } }));
        Assert.Equal([2L], Query<long>("SELECT a FROM t WHERE b = @b AND a IN @some ORDER BY a", new { b = "x", some = new[] { 2 } }));
        Assert.Empty(Query<long>("SELECT a FROM t WHERE b = @b AND a IN @some ORDER BY a", new { b = "x", some = Array.Empty<int>() }));
    }

    [Fact]
    public void A_statement_runs_within_its_own_rows()
    {
        Execute(Insert, new { a = 1, b = "x" });
        Execute(Insert, new { a = 2, b = "x" });
        const string select = "SELECT a FROM t ORDER BY a";

        List<long> pairs = [.. _connection.Query<long>(select, transaction: _transaction, buffered: false).SelectMany(_ => Query<long>(select, new { }))];

        Assert.Equal([1L, 2L, 1L, 2L], pairs);
    }

    private void Execute(string sql, object values) => _connection.Execute(sql, values, _transaction);

    private IReadOnlyList<T> Query<T>(string sql, object values) => [.. _connection.Query<T>(sql, values, _transaction)];
}
