using System.Buffers;
using System.Management.Automation.Language;

namespace BackupAccess.PowerShell.Completion;

/// <summary>A word being typed, without the quote it may have begun with.</summary>
internal sealed record CompletionWord(string Text, bool Quoted)
{
    private static readonly SearchValues<char> s_plain =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._/-");

    /// <summary>Takes the quotes off a word.</summary>
    public static CompletionWord Parse(string word) => word is ['\'' or '"', ..]
        ? new CompletionWord(word[1..].TrimEnd(word[0]), Quoted: true)
        : new CompletionWord(word, Quoted: false);

    /// <summary>A value as it can stand in a command: in single quotes where the word began with a quote or the value needs them.</summary>
    public string Write(string value) => Quoted || NeedsQuotes(value)
        ? $"'{CodeGeneration.EscapeSingleQuotedStringContent(value)}'"
        : value;

    private static bool NeedsQuotes(string value) =>
        value.Length == 0 || value[0] == '-' || value.AsSpan().ContainsAnyExcept(s_plain);
}
