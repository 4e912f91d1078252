using BackupAccess.Engine.Access;

namespace BackupAccess.Engine.Operations;

/// <summary>The caller may see the object and may not do this to it.</summary>
public sealed class AccessDeniedException(string principal, string operation, string? target, IReadOnlyList<AccessReason> reasons)
    : EngineException("AccessDenied", Describe(principal, operation, target, reasons))
{
    public string Principal { get; } = principal;

    public string Operation { get; } = operation;

    public string? Target { get; } = target;

    public IReadOnlyList<AccessReason> Reasons { get; } = reasons;

    private static string Describe(string principal, string operation, string? target, IReadOnlyList<AccessReason> reasons)
    {
        string on = target is null ? "" : $" on \"{target}\"";
        string why = reasons.Count == 0 ? "" : $": {string.Join("; ", reasons.Select(r => r.Text))}";
        return $"\"{principal}\" may not {operation}{on}{why}.";
    }
}
