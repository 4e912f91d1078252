namespace BackupAccess.Engine.Access.Explanation;

/// <summary>One change that could help to allow something.</summary>
/// <param name="Kind">What kind of change.</param>
/// <param name="Text">What to change, in words.</param>
/// <param name="Name">The role or permission that it takes; null for none.</param>
/// <param name="Reaches">How many reaches over everything it gives.</param>
/// <param name="Operations">How many operations it gives.</param>
/// <param name="Apply">The question as it would be after the change.</param>
internal sealed record AccessStep(AccessStepKind Kind, string Text, string? Name, int Reaches, int Operations, Func<AccessQuestion, AccessQuestion> Apply);
