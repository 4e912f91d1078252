using System.Text;

namespace BackupAccess.PowerShell.Formatting;

/// <summary>Breaks text between words, where a table would break it anywhere.</summary>
public static class WordWrap
{
    private const int Least = 18;

    /// <summary>The text in lines of at most a number of characters, 18 at least; a longer word is left to be broken.</summary>
    public static string Fit(string? text, int width)
    {
        StringBuilder lines = new();
        int length = 0;
        foreach (string word in (text ?? "").Split(' '))
        {
            bool fits = length + 1 + word.Length <= Math.Max(width, Least);
            lines.Append(lines.Length == 0 ? "" : fits ? " " : "\n").Append(word);
            length = (fits && length > 0 ? length + 1 : 0) + word.Length;
        }

        return lines.ToString();
    }
}
