using System.Reflection;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Server.CommandLine;

/// <summary>What a request's JSON leaves out: a list is empty, what may be null is null, and anything else is missing.</summary>
internal static class RequestDefaults
{
    /// <exception cref="InvalidRequestException">A member that has to be there isn't.</exception>
    public static void Complete(object request)
    {
        NullabilityInfoContext nullability = new();
        foreach (PropertyInfo property in request.GetType().GetProperties().Where(property => property.CanWrite))
        {
            object? value = property.GetValue(request);
            bool isList = property.PropertyType.IsGenericType && property.PropertyType.GetGenericTypeDefinition() == typeof(IReadOnlyList<>);
            if (value is not null)
            {
                if (property.PropertyType.Namespace?.StartsWith(nameof(BackupAccess), StringComparison.Ordinal) == true)
                {
                    Complete(value);
                }
            }
            else if (nullability.Create(property).WriteState == NullabilityState.NotNull)
            {
                property.SetValue(request, isList
                    ? Array.CreateInstance(property.PropertyType.GetGenericArguments()[0], 0)
                    : throw new InvalidRequestException("InvalidValue", $"\"{char.ToLowerInvariant(property.Name[0])}{property.Name[1..]}\" is missing."));
            }
        }
    }
}
