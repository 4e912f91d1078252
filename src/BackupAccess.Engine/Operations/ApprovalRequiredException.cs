namespace BackupAccess.Engine.Operations;

/// <summary>The act is allowed and needs a second person's approval, which has been asked for: <c>ApprovalRequired</c>.</summary>
public sealed class ApprovalRequiredException(string operation, string? target, IReadOnlyList<Guid> approvals)
    : EngineException("ApprovalRequired", Describe(operation, target, approvals))
{
    public string Operation { get; } = operation;

    public string? Target { get; } = target;

    /// <summary>The requests that have to be approved: one, save for a change made of several.</summary>
    public IReadOnlyList<Guid> Approvals { get; } = approvals;

    private static string Describe(string operation, string? target, IReadOnlyList<Guid> approvals)
    {
        string on = target is null ? "" : $" on \"{target}\"";
        string requests = string.Join(", ", approvals.Select(id => $"\"{id}\""));
        return approvals.Count == 1
            ? $"{operation}{on} needs the approval of a second person: request {requests}."
            : $"{operation}{on} needs {approvals.Count} approvals of a second person: requests {requests}.";
    }
}
