using System.Collections;
using System.Collections.Concurrent;
using System.Reflection;

namespace BackupAccess.PowerShell.Formatting;

/// <summary>
/// Gives the lists of what is written out as arrays. PowerShell indexes by what a type shows in public, and the compiler's own
/// read-only lists show nothing: <c>$backup.Items[0]</c> would be the list again.
/// </summary>
internal static class ListProperties
{
    private const string Own = "BackupAccess.";

    private static readonly ConcurrentDictionary<Type, PropertyInfo[]> s_properties = new();

    /// <summary>Makes arrays of the lists of one of this product's objects, and of the objects that it holds.</summary>
    public static void MakeArrays(object? value)
    {
        if (value is null || !IsOwn(value.GetType()))
        {
            return;
        }

        foreach (PropertyInfo property in s_properties.GetOrAdd(value.GetType(), PropertiesOf))
        {
            object? held = property.GetValue(value);
            if (ElementOf(property.PropertyType) is not { } element)
            {
                MakeArrays(held);
                continue;
            }

            if (held is ICollection list and not Array)
            {
                Array array = Array.CreateInstance(element, list.Count);
                list.CopyTo(array, 0);
                property.SetValue(value, held = array);
            }

            if (held is Array items && IsOwn(element))
            {
                foreach (object? item in items)
                {
                    MakeArrays(item);
                }
            }
        }
    }

    /// <summary>The properties that hold lists or further objects of this product.</summary>
    private static PropertyInfo[] PropertiesOf(Type type) =>
        [.. type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.CanWrite && property.GetIndexParameters().Length == 0)
            .Where(property => ElementOf(property.PropertyType) is not null || IsOwn(property.PropertyType))];

    private static Type? ElementOf(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) ? type.GetGenericArguments()[0] : null;

    private static bool IsOwn(Type type) => type is { IsClass: true, IsArray: false } && type.Namespace?.StartsWith(Own, StringComparison.Ordinal) == true;
}
