using BackupAccess.Engine.Conditions;

namespace BackupAccess.Engine.Operations;

/// <summary>The act is allowed, and there are restore conditions that it doesn't accept: <c>ConditionNotAccepted</c>.</summary>
public sealed class ConditionNotAcceptedException(IReadOnlyList<RestoreCondition> conditions)
    : EngineException("ConditionNotAccepted", Describe(conditions))
{
    /// <summary>The conditions that aren't accepted, with their texts.</summary>
    public IReadOnlyList<RestoreCondition> Conditions { get; } = conditions;

    private static string Describe(IReadOnlyList<RestoreCondition> conditions)
    {
        string names = string.Join(", ", conditions.Select(condition => $"\"{condition.Name}\""));
        return conditions.Count == 1 ? $"The restore condition {names} is not accepted." : $"The restore conditions {names} are not accepted.";
    }
}
