namespace BackupAccess.Engine.DesiredState;

/// <summary>One thing that an apply would do, or did.</summary>
/// <param name="Kind">
/// The kind of object: <c>user</c>, <c>permission</c>, <c>role</c>, <c>profile</c>, <c>profile assignment</c>, <c>connector</c>, <c>grant</c>, <c>account</c>, <c>tag</c>,
/// <c>priority group</c>, <c>policy</c>, <c>restore condition</c>, <c>setting</c>, <c>configuration</c>.
/// </param>
/// <param name="Fields">What changes; for a creation the old values are null.</param>
public sealed record StateChange(StateAction Action, string Kind, string Name, IReadOnlyList<FieldChange> Fields)
{
    public StateSeverity Severity { get; init; }

    /// <summary>What comes of it that isn't plain from the fields, as a sentence; null for nothing.</summary>
    public string? Consequence { get; init; }
}
