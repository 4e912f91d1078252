namespace BackupAccess.Engine.Policies;

/// <summary>What a policy keeps of the backups with one label. With neither a count nor an age it keeps them all, as one without a rule for the label does.</summary>
/// <param name="Label">The label.</param>
/// <param name="Keep">How many stay, locked ones not counted; null where the count says nothing.</param>
/// <param name="Days">For how many days each stays; null where the age says nothing.</param>
public sealed record LabelRule(RetentionLabel Label, int? Keep, int? Days)
{
    /// <summary>Whether it lets nothing go.</summary>
    public bool IsEmpty => Keep is null && Days is null;

    public override string ToString() => (Keep, Days) switch
    {
        ({ } keep, null) => $"{Label} {keep}",
        (null, { } days) => $"{Label} {days}d",
        ({ } keep, { } days) => $"{Label} {keep}/{days}d",
        _ => $"{Label} all",
    };
}
