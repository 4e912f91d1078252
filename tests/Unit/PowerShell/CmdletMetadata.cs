using System.Management.Automation;
using System.Reflection;

namespace BackupAccess.PowerShell.Tests;

/// <summary>
/// A cmdlet as its attributes declare it. Read from metadata, since the reference assembly's attributes forget what they
/// are given.
/// </summary>
public sealed record CmdletMetadata(Type Type, string Verb, string Noun, bool ShouldProcess, ConfirmImpact Impact, string? DefaultSet)
{
    public string Name => $"{Verb}-{Noun}";

    public IReadOnlyList<ParameterMetadata> Parameters { get; } = [.. Type.GetProperties()
        .Select(ParameterMetadata.Read)
        .OfType<ParameterMetadata>()];

    public IReadOnlyList<Type> Outputs { get; } = [.. Type.GetCustomAttributesData()
        .Where(data => data.AttributeType == typeof(OutputTypeAttribute))
        .SelectMany(data => (IEnumerable<CustomAttributeTypedArgument>)data.ConstructorArguments[0].Value!)
        .Select(argument => (Type)argument.Value!)];

    public static IReadOnlyList<CmdletMetadata> All { get; } = [.. typeof(BkCmdlet).Assembly.GetTypes().Select(Read).OfType<CmdletMetadata>()];

    public static CmdletMetadata Find(string name) => All.Single(cmdlet => cmdlet.Name == name);

    public override string ToString() => Name;

    private static CmdletMetadata? Read(Type type)
    {
        CustomAttributeData? data = type.GetCustomAttributesData().SingleOrDefault(data => data.AttributeType == typeof(CmdletAttribute));
        if (data is null)
        {
            return null;
        }

        Dictionary<string, object?> named = data.NamedArguments.ToDictionary(argument => argument.MemberName, argument => argument.TypedValue.Value);
        return new CmdletMetadata(
            type,
            (string)data.ConstructorArguments[0].Value!,
            (string)data.ConstructorArguments[1].Value!,
            named.GetValueOrDefault("SupportsShouldProcess") is true,
            named.GetValueOrDefault("ConfirmImpact") is int impact ? (ConfirmImpact)impact : ConfirmImpact.Medium,
            (string?)named.GetValueOrDefault("DefaultParameterSetName"));
    }
}
