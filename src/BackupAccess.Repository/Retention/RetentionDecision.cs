namespace BackupAccess.Repository.Retention;

/// <summary>What a policy decided on one thing.</summary>
/// <param name="Item">The thing.</param>
/// <param name="Reasons">Every rule that keeps it, as <c>daily</c> or <c>within 7d</c>; none when it goes.</param>
public sealed record RetentionDecision<T>(T Item, IReadOnlyList<string> Reasons)
{
    public bool IsKept => Reasons.Count > 0;
}
