using System.Text;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Audit;

/// <summary>
/// Names asked for, as SQL that leaves out what can't match: names without wildcards and beyond ASCII's letters mean the
/// same to SQLite. A single name finds its events by an index. What comes of it is still to be matched.
/// </summary>
internal static class AuditFilter
{
    /// <returns>A condition on a column, and on the one that holds the id; nothing where SQL can't tell.</returns>
    public static string Of(IReadOnlyList<string> names, string column, string? idColumn, string parameter)
    {
        if (names.Count == 0 || !names.All(name => Wildcards.IsLiteral(name) && Ascii.IsValid(name)))
        {
            return "";
        }

        string byName = names.Count == 1 ? $"{column} = @{parameter}One COLLATE NOCASE" : $"{column} COLLATE NOCASE IN @{parameter}";
        bool mayBeId = idColumn is not null && names.Any(name => Guid.TryParse(name, out _) || column == "object_name");
        string byId = names.Count == 1 ? $"{idColumn} = @{parameter}One COLLATE NOCASE" : $"{idColumn} COLLATE NOCASE IN @{parameter}";
        return mayBeId ? $" AND ({byName} OR {byId})" : $" AND {byName}";
    }

    /// <summary>The only name asked for.</summary>
    public static string? One(IReadOnlyList<string> names) => names is [var one] ? one : null;
}
