using System.Text;

namespace BackupAccess.HelpBuilder;

/// <summary>
/// Writes an about page as the plain text that Get-Help shows: headings in capitals, the rest indented. Get-Help takes the
/// line right below SHORT DESCRIPTION as the synopsis, so no blank line follows a heading.
/// </summary>
internal static class AboutTopic
{
    public static string ToText(string markdown)
    {
        StringBuilder text = new();
        bool belowHeading = false;
        foreach (string line in markdown.ReplaceLineEndings("\n").TrimEnd().Split('\n'))
        {
            if (line.Length > 0 || !belowHeading)
            {
                text.Append(Render(line)).Append('\n');
            }

            belowHeading = line.StartsWith("##", StringComparison.Ordinal);
        }

        return text.ToString();
    }

    private static string Render(string line) => line switch
    {
        ['#', ' ', ..] => $"TOPIC\n    {line[2..]}",
        ['#', ..] => line.TrimStart('#').Trim().ToUpperInvariant(),
        "" => "",
        _ => $"    {line}",
    };
}
