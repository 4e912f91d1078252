namespace BackupAccess.HelpBuilder;

/// <summary>The help page of one cmdlet.</summary>
/// <param name="Name">As <c>Lock-BkBackup</c>.</param>
/// <param name="Sets">The names of the parameter sets, the default one first; <c>(All)</c> where there is one only.</param>
/// <param name="Description">Paragraphs.</param>
/// <param name="Inputs">Type names and what is said about them.</param>
internal sealed record CommandPage(
    string Name,
    string Synopsis,
    IReadOnlyList<string> Sets,
    IReadOnlyList<string> Description,
    IReadOnlyList<PageExample> Examples,
    IReadOnlyList<PageParameter> Parameters,
    IReadOnlyList<PageEntry> Inputs,
    IReadOnlyList<PageEntry> Outputs,
    IReadOnlyList<string> Notes,
    IReadOnlyList<string> Links);
