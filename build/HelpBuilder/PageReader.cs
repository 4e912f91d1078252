using System.Diagnostics.CodeAnalysis;

namespace BackupAccess.HelpBuilder;

/// <summary>Reads a page line by line, knowing where it is.</summary>
internal sealed class PageReader(string page, string text)
{
    private readonly string[] _lines = text.ReplaceLineEndings("\n").Split('\n');
    private int _next;

    /// <summary>Goes past the next line, whatever it is.</summary>
    public void Skip() => _next++;

    /// <summary>The next line; null at the end.</summary>
    public string? Peek => _next < _lines.Length ? _lines[_next] : null;

    /// <summary>Takes the next line if it begins with some marks, and gives what follows them.</summary>
    public bool TryTake(string marks, [NotNullWhen(true)] out string? rest)
    {
        SkipBlank();
        rest = Peek is { } line && line.StartsWith(marks, StringComparison.Ordinal) ? line[marks.Length..].Trim() : null;
        _next += rest is null ? 0 : 1;
        return rest is not null;
    }

    /// <summary>Takes a heading that has to come next.</summary>
    public void Require(string heading)
    {
        if (!TryTake(heading, out string? rest) || rest.Length > 0)
        {
            throw Fail($"\"{heading}\" has to come here.");
        }
    }

    /// <summary>Takes a code fence of a language that has to come next.</summary>
    public string RequireFence(string language) =>
        TryTakeFence(language, out string? code) ? code : throw Fail($"A fence of {language} has to come here.");

    /// <summary>Takes a code fence of a language, if it comes next.</summary>
    public bool TryTakeFence(string language, [NotNullWhen(true)] out string? code)
    {
        code = null;
        SkipBlank();
        if (Peek != $"```{language}")
        {
            return false;
        }

        int start = ++_next;
        while (Peek is { } line && line != "```")
        {
            _next++;
        }

        if (Peek is null)
        {
            throw Fail("A fence isn't closed.");
        }

        code = string.Join('\n', _lines[start.._next]);
        _next++;
        return true;
    }

    /// <summary>Takes the paragraphs up to the next heading or fence; a line break within one becomes a space.</summary>
    public List<string> TakeParagraphs()
    {
        List<string> paragraphs = [];
        for (SkipBlank(); Peek is { } line && !IsMark(line); SkipBlank())
        {
            List<string> parts = [];
            for (; Peek is { Length: > 0 } part && !IsMark(part); _next++)
            {
                parts.Add(part.Trim());
            }

            paragraphs.Add(string.Join(' ', parts));
        }

        return paragraphs;
    }

    /// <summary>An exception about the next line.</summary>
    public PageException Fail(string message) => new(page, _next + 1, message);

    private void SkipBlank()
    {
        while (Peek is { } line && string.IsNullOrWhiteSpace(line))
        {
            _next++;
        }
    }

    private static bool IsMark(string line) =>
        line.StartsWith('#') || line.StartsWith("```", StringComparison.Ordinal);
}
