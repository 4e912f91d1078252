using System.Text;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Audit;

/// <summary>
/// Names asked for, as SQL that leaves out what can't match: names without wildcards and beyond ASCII's letters mean the
/// same to SQLite. A single name finds its events by an index. What comes of it is still to be matched.
/// </summary>
internal static class AuditFilter
{
    /// <summary>How many objects are looked up each by itself; of more, all events are read.</summary>
    private const int MostObjects = 20;

    /// <returns>A condition on a column, and on the one that holds the id; nothing where SQL can't tell.</returns>
    public static string Of(IReadOnlyList<string> names, string column, string? idColumn, string parameter)
    {
        if (names.Count == 0 || !names.All(IsForSql))
        {
            return "";
        }

        string byName = names.Count == 1 ? $"{column} = @{parameter}One COLLATE NOCASE" : $"{column} COLLATE NOCASE IN @{parameter}";
        bool mayBeId = idColumn is not null && names.Any(name => Guid.TryParse(name, out _));
        string byId = names.Count == 1 ? $"{idColumn} = @{parameter}One COLLATE NOCASE" : $"{idColumn} COLLATE NOCASE IN @{parameter}";
        return mayBeId ? $" AND ({byName} OR {byId})" : $" AND {byName}";
    }

    /// <summary>
    /// Events about any of some objects, by any of the names and ids that they have there. Each way to find one is a list
    /// by an index of its own, in order and no longer than a page, however many there are.
    /// </summary>
    /// <param name="objects">The names asked for; the n-th is the parameter <c>@object</c>n.</param>
    /// <param name="conditions">The other conditions on an event, each beginning with AND.</param>
    /// <param name="order">The order of a page, and its length.</param>
    public static string OfObjects(IReadOnlyList<string> objects, string conditions, string order)
    {
        if (objects.Count is 0 or > MostObjects || !objects.All(IsForSql))
        {
            return "";
        }

        IEnumerable<string> lists = Enumerable.Range(0, objects.Count).SelectMany(number => new[]
        {
            $"SELECT sequence FROM audit_event WHERE object_name = @object{number} COLLATE NOCASE{conditions} {order}",
            $"SELECT sequence FROM audit_event WHERE object_id = @object{number} COLLATE NOCASE{conditions} {order}",
            $"SELECT sequence FROM audit_object JOIN audit_event USING (sequence) WHERE name = @object{number} COLLATE NOCASE{conditions} {order}",
            $"SELECT sequence FROM audit_object JOIN audit_event USING (sequence) WHERE id = @object{number} COLLATE NOCASE{conditions} {order}",
        });
        return $" AND sequence IN ({string.Join(" UNION ", lists.Select(list => $"SELECT sequence FROM ({list})"))})";
    }

    /// <summary>The only name asked for.</summary>
    public static string? One(IReadOnlyList<string> names) => names is [var one] ? one : null;

    private static bool IsForSql(string name) => Wildcards.IsLiteral(name) && Ascii.IsValid(name);
}
