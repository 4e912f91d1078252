using System.Globalization;

namespace BackupAccess.Engine.DesiredState;

/// <summary>Collects the fields of an object that differ from what is declared.</summary>
internal sealed class FieldChanges
{
    private readonly List<FieldChange> _changes = [];

    public IReadOnlyList<FieldChange> Changes => _changes;

    public void Add(string field, string? old, string? declared)
    {
        if (old != declared)
        {
            _changes.Add(new FieldChange(field, old, declared));
        }
    }

    public void Add(string field, DateTimeOffset? old, DateTimeOffset? declared) => Add(field, Text(old), Text(declared));

    /// <summary>Lists whose order means nothing.</summary>
    public void AddSet(string field, IEnumerable<string>? old, IEnumerable<string> declared) => Add(field, old is null ? null : Sorted(old), Sorted(declared));

    /// <summary>Lists whose order counts.</summary>
    public void AddList(string field, IReadOnlyList<string> old, IReadOnlyList<string> declared)
    {
        if (!old.SequenceEqual(declared, StringComparer.Ordinal))
        {
            _changes.Add(new FieldChange(field, string.Join(", ", old), string.Join(", ", declared)));
        }
    }

    private static string? Text(DateTimeOffset? time) => time?.ToUniversalTime().ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    private static string Sorted(IEnumerable<string> list) => string.Join(", ", list.Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.OrdinalIgnoreCase));
}
