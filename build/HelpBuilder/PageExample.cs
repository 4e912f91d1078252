namespace BackupAccess.HelpBuilder;

/// <summary>One example: what is typed, what comes back, and what it shows.</summary>
internal sealed record PageExample(string Title, string Code, string Output, IReadOnlyList<string> Remarks);
