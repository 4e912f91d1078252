namespace BackupAccess.HelpBuilder;

/// <summary>A page that doesn't keep to the schema of help pages, at a line (from 1).</summary>
internal sealed class PageException(string page, int line, string message) : Exception(message)
{
    public string Page { get; } = page;

    public int Line { get; } = line;
}
