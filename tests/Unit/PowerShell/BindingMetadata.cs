using System.Reflection;

namespace BackupAccess.PowerShell.Tests;

/// <summary>How one parameter set takes a parameter.</summary>
public sealed record BindingMetadata(string? Set, bool Mandatory, int? Position, bool ByValue, bool ByPropertyName)
{
    public static BindingMetadata Read(CustomAttributeData data)
    {
        Dictionary<string, object?> named = data.NamedArguments.ToDictionary(argument => argument.MemberName, argument => argument.TypedValue.Value);
        return new BindingMetadata(
            (string?)named.GetValueOrDefault("ParameterSetName"),
            named.GetValueOrDefault("Mandatory") is true,
            (int?)named.GetValueOrDefault("Position"),
            named.GetValueOrDefault("ValueFromPipeline") is true,
            named.GetValueOrDefault("ValueFromPipelineByPropertyName") is true);
    }
}
