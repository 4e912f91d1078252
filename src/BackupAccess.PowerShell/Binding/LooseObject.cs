using System.Management.Automation;

namespace BackupAccess.PowerShell.Binding;

/// <summary>An object without its type, as Select-Object, Import-Clixml, ConvertFrom-Json or a script leave it: what it was, and what it still says.</summary>
internal sealed class LooseObject
{
    private readonly PSObject _object;

    private LooseObject(PSObject value) => _object = value;

    /// <summary>Whether nothing says that it was one of our objects.</summary>
    public bool IsPlain => !_object.TypeNames.Any(name => name.Contains("BackupAccess.", StringComparison.Ordinal));

    /// <summary>Null for an object that has its type.</summary>
    public static LooseObject? Of(object? value) =>
        value is PSObject { BaseObject: PSCustomObject } loose ? new LooseObject(loose) : null;

    /// <summary>Whether it was made of an object of that type: <c>Selected.</c> or <c>Deserialized.</c> is what its type's name begins with.</summary>
    public bool Was<T>() => Was(typeof(T));

    public bool Was(Type type) => _object.TypeNames.Any(name => name.EndsWith($".{type.FullName}", StringComparison.Ordinal));

    public bool Has(string property) => Text(property) is not null;

    /// <summary>A property's value as text; null where it is missing or empty.</summary>
    public string? Text(string property) => _object.Properties[property]?.Value?.ToString() is { Length: > 0 } text ? text : null;

    public Guid? Id(string property) => Guid.TryParse(Text(property), out Guid id) ? id : null;

    /// <summary>A property's values; null where it is missing.</summary>
    public IEnumerable<object?>? List(string property) =>
        _object.Properties[property] is { Value: { } value } ? LanguagePrimitives.GetEnumerable(value)?.Cast<object?>() ?? [value] : null;
}
