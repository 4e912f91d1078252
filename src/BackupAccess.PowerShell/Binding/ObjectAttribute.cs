using System.Management.Automation;

namespace BackupAccess.PowerShell.Binding;

/// <summary>
/// Takes an object for what it is before PowerShell tries its properties one by one, which would take a backup for its
/// account, or an account for its connector. What isn't meant is left as it came, for PowerShell to bind or refuse.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal abstract class ObjectAttribute : ArgumentTransformationAttribute
{
    public sealed override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) is object?[] items
            ? items.Select(item => Read(item) ?? item).ToArray()
            : Read(inputData) ?? inputData;

    /// <summary>What an object that has its type means; null where it isn't meant.</summary>
    private protected abstract object? FromTyped(object value);

    /// <summary>What an object without its type means; null where it isn't meant.</summary>
    private protected abstract object? FromLoose(LooseObject value);

    /// <summary>Refuses an object that is of the kind but doesn't say which, lest another of its properties be taken for it.</summary>
    private protected static object Unnamed(string kind, string properties) =>
        throw new ArgumentTransformationMetadataException($"The object doesn't say which {kind} it is: it has no {properties}.");

    private object? Read(object? value) => LooseObject.Of(value) is { } loose
        ? FromLoose(loose)
        : (value is PSObject wrapped ? wrapped.BaseObject : value) is { } typed ? FromTyped(typed) : null;
}
