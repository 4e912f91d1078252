using System.Data;
using System.Diagnostics.CodeAnalysis;
using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Access.Compilation;

/// <summary>Rows of users, read in the order of the users' ids and taken user by user.</summary>
internal sealed class UserRows<T> : IDisposable
{
    private readonly IEnumerator<(string User, T Row)> _rows;
    private bool _more;

    /// <param name="db">The state.</param>
    /// <param name="sql">A query whose first column is the user's id, in whose order the rows come.</param>
    /// <param name="read">Reads the rest of a row.</param>
    public UserRows(StateConnection db, string sql, Func<IDataRecord, T> read)
    {
        _rows = db.Stream(sql, row => (row.GetString(0), read(row))).GetEnumerator();
        _more = _rows.MoveNext();
    }

    /// <summary>Takes the user's next row; false when there is none left.</summary>
    public bool TryTake(string user, [MaybeNullWhen(false)] out T row)
    {
        while (_more)
        {
            int order = string.CompareOrdinal(_rows.Current.User, user);
            if (order > 0)
            {
                break;
            }

            row = _rows.Current.Row;
            _more = _rows.MoveNext();
            if (order == 0)
            {
                return true;
            }
        }

        row = default;
        return false;
    }

    public void Dispose() => _rows.Dispose();
}
