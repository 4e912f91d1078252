namespace BackupAccess.Engine.DesiredState;

/// <summary>One thing that an apply would do, or did.</summary>
/// <param name="Kind">The kind of object: <c>user</c>, <c>permission</c>, <c>role</c>, <c>profile</c>, <c>profile assignment</c>, <c>connector</c>, <c>grant</c>, <c>account</c>.</param>
/// <param name="Fields">What changes; for a creation the old values are null.</param>
public sealed record StateChange(StateAction Action, string Kind, string Name, IReadOnlyList<FieldChange> Fields);
