namespace BackupAccess.HelpBuilder;

/// <summary>A heading and the paragraphs below it.</summary>
internal sealed record PageEntry(string Title, IReadOnlyList<string> Paragraphs);
