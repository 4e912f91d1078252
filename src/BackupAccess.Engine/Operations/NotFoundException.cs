namespace BackupAccess.Engine.Operations;

/// <summary>There is no such object, or none that the caller may know of: the two are not told apart.</summary>
public sealed class NotFoundException(string kind, string name)
    : EngineException("NotFound", $"There is no {kind} \"{name}\".")
{
    /// <summary>The kind of object, lower case: <c>account</c>.</summary>
    public string Kind { get; } = kind;

    public string Name { get; } = name;

    /// <summary>It is there, hidden from the caller: the audit log takes that for a refusal, and nobody else is told.</summary>
    internal bool IsHidden { get; init; }
}
