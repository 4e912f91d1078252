using System.Reflection;
using System.Text.Json.Nodes;

namespace BackupAccess.Engine.Approvals;

/// <summary>Makes a request again of what it was held to; what it names, it then names by id.</summary>
internal static class RequestThaw
{
    /// <param name="request">The request's type.</param>
    /// <param name="frozen">The text of a <see cref="FrozenRequest"/> that lacks no secret.</param>
    public static object Thaw(Type request, string frozen) => Record(request, JsonNode.Parse(frozen)!["request"]!.AsObject());

    private static object? Value(Type type, JsonNode? node)
    {
        Type plain = Nullable.GetUnderlyingType(type) ?? type;
        return node switch
        {
            null => null,
            JsonArray items => List(plain.GetGenericArguments()[0], items),
            JsonObject record => Record(plain, record),
            _ when plain.IsEnum => Enum.Parse(plain, node.GetValue<string>()),
            _ when plain == typeof(string) => node.GetValue<string>(),
            _ when plain == typeof(bool) => node.GetValue<bool>(),
            _ when plain == typeof(int) => node.GetValue<int>(),
            _ when plain == typeof(long) => node.GetValue<long>(),
            _ when plain == typeof(Guid) => Guid.Parse(node.GetValue<string>()),
            _ when plain.GetConstructor([typeof(Guid)]) is { } byId => byId.Invoke([Guid.Parse(node.GetValue<string>())]),
            _ => throw new InvalidOperationException($"Nothing says how a {plain.Name} of a request is made again."),
        };
    }

    private static Array List(Type type, JsonArray items)
    {
        Array list = Array.CreateInstance(type, items.Count);
        for (int i = 0; i < items.Count; i++)
        {
            list.SetValue(Value(type, items[i]), i);
        }

        return list;
    }

    private static object Record(Type type, JsonObject values)
    {
        ConstructorInfo constructor = type.GetConstructors().MaxBy(one => one.GetParameters().Length)!;
        ParameterInfo[] parameters = constructor.GetParameters();
        object record = constructor.Invoke([.. parameters.Select(parameter => Value(parameter.ParameterType, values[NameOf(parameter.Name!)]))]);
        foreach (PropertyInfo property in type.GetProperties().Where(property => property.CanWrite && !parameters.Any(parameter => parameter.Name == property.Name)))
        {
            property.SetValue(record, Value(property.PropertyType, values[NameOf(property.Name)]));
        }

        return record;
    }

    private static string NameOf(string property) => char.ToLowerInvariant(property[0]) + property[1..];
}
