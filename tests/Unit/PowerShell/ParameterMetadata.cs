using System.Management.Automation;
using System.Reflection;
using BackupAccess.PowerShell.Binding;

namespace BackupAccess.PowerShell.Tests;

/// <summary>A parameter as its attributes declare it.</summary>
public sealed record ParameterMetadata(string Name, Type Type, IReadOnlyList<BindingMetadata> Bindings, IReadOnlyList<string> Aliases, Type? Completer, bool Wildcards, bool RefusesNothing, bool TakesLooseObjects)
{
    /// <summary>The type without array and without Nullable.</summary>
    public Type ElementType => Nullable.GetUnderlyingType(Type) ?? Type.GetElementType() ?? Type;

    public bool IsMandatory => Bindings.Any(binding => binding.Mandatory);

    public static ParameterMetadata? Read(PropertyInfo property)
    {
        IList<CustomAttributeData> data = property.GetCustomAttributesData();
        BindingMetadata[] bindings = [.. data.Where(item => item.AttributeType == typeof(ParameterAttribute)).Select(BindingMetadata.Read)];
        return bindings.Length == 0 ? null : new ParameterMetadata(
            property.Name,
            property.PropertyType,
            bindings,
            [.. Arguments(data, typeof(AliasAttribute)).SelectMany(argument => (IEnumerable<CustomAttributeTypedArgument>)argument.Value!).Select(alias => (string)alias.Value!)],
            Arguments(data, typeof(ArgumentCompleterAttribute)).Select(argument => (Type?)argument.Value).SingleOrDefault(),
            data.Any(item => item.AttributeType == typeof(SupportsWildcardsAttribute)),
            data.Any(item => item.AttributeType == typeof(ValidateNotNullOrEmptyAttribute)),
            data.Any(item => item.AttributeType.IsSubclassOf(typeof(ObjectAttribute))));
    }

    private static IEnumerable<CustomAttributeTypedArgument> Arguments(IEnumerable<CustomAttributeData> data, Type attribute) =>
        data.Where(item => item.AttributeType == attribute).SelectMany(item => item.ConstructorArguments);
}
