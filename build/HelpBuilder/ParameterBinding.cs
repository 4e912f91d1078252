namespace BackupAccess.HelpBuilder;

/// <summary>How some parameter sets take a parameter.</summary>
/// <param name="Sets">The names of the sets; <c>(All)</c> for all.</param>
/// <param name="Values">The values that an enumeration has; empty otherwise.</param>
/// <param name="Position">From 0; null for named.</param>
/// <param name="Pipeline">As <c>True (ByPropertyName, ByValue)</c>, or <c>False</c>.</param>
internal sealed record ParameterBinding(
    string Type,
    IReadOnlyList<string> Sets,
    IReadOnlyList<string> Aliases,
    IReadOnlyList<string> Values,
    bool Required,
    int? Position,
    string Default,
    string Pipeline,
    bool Wildcards)
{
    public const string AllSets = "(All)";

    public bool IsSwitch => Type == "SwitchParameter";

    public bool IsIn(string set) => Sets.Contains(set) || Sets.Contains(AllSets);
}
