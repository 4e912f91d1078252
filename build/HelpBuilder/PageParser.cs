using System.Globalization;

namespace BackupAccess.HelpBuilder;

/// <summary>Reads a cmdlet's page in platyPS's markdown schema 2.0.0, strictly: what isn't understood is an error.</summary>
internal static class PageParser
{
    /// <exception cref="PageException">The page doesn't keep to the schema.</exception>
    public static CommandPage Parse(string page, string text)
    {
        PageReader reader = new(page, text);
        SkipFrontMatter(reader);
        if (!reader.TryTake("# ", out string? name))
        {
            throw reader.Fail("A heading with the cmdlet's name has to come here.");
        }

        reader.Require("## SYNOPSIS");
        string synopsis = string.Join(' ', reader.TakeParagraphs());
        reader.Require("## SYNTAX");
        List<string> sets = SyntaxSets(reader);
        reader.Require("## DESCRIPTION");
        List<string> description = reader.TakeParagraphs();
        reader.Require("## EXAMPLES");
        List<PageExample> examples = [.. Examples(reader)];
        reader.Require("## PARAMETERS");
        List<PageParameter> parameters = [.. Parameters(reader)];
        reader.Require("## INPUTS");
        List<PageEntry> inputs = [.. Entries(reader)];
        reader.Require("## OUTPUTS");
        List<PageEntry> outputs = [.. Entries(reader)];
        reader.Require("## NOTES");
        List<string> notes = reader.TakeParagraphs();
        reader.Require("## RELATED LINKS");
        return new CommandPage(name, synopsis, sets, description, examples, parameters, inputs, outputs, notes, reader.TakeParagraphs());
    }

    private static void SkipFrontMatter(PageReader reader)
    {
        reader.Require("---");
        while (reader.Peek is { } line && line != "---")
        {
            reader.Skip();
        }

        reader.Require("---");
    }

    // The lines shown are for who reads the page; MAML's are made from the parameters, set by set.
    private static List<string> SyntaxSets(PageReader reader)
    {
        const string Default = " (Default)";
        List<string> sets = [];
        while (reader.TryTake("### ", out string? set))
        {
            sets.Add(set.EndsWith(Default, StringComparison.Ordinal) ? set[..^Default.Length] : set);
            reader.RequireFence("");
        }

        if (sets.Count == 0)
        {
            sets.Add(ParameterBinding.AllSets);
            reader.RequireFence("");
        }

        return sets;
    }

    private static IEnumerable<PageExample> Examples(PageReader reader)
    {
        while (reader.TryTake("### ", out string? title))
        {
            string code = reader.RequireFence("powershell");
            string output = reader.TryTakeFence("output", out string? shown) ? shown : "";
            yield return new PageExample(title, code, output, reader.TakeParagraphs());
        }
    }

    private static IEnumerable<PageParameter> Parameters(PageReader reader)
    {
        while (reader.TryTake("### ", out string? title))
        {
            List<string> description = reader.TakeParagraphs();
            if (title == "CommonParameters")
            {
                continue;
            }

            List<ParameterBinding> bindings = [];
            while (reader.TryTakeFence("yaml", out string? yaml))
            {
                bindings.Add(Binding(reader, yaml));
            }

            yield return bindings.Count > 0
                ? new PageParameter(title.TrimStart('-'), description, bindings)
                : throw reader.Fail($"\"{title}\" says nowhere how it is bound.");
        }
    }

    private static IEnumerable<PageEntry> Entries(PageReader reader)
    {
        while (reader.TryTake("### ", out string? title))
        {
            yield return new PageEntry(title, reader.TakeParagraphs());
        }
    }

    private static ParameterBinding Binding(PageReader reader, string yaml)
    {
        Dictionary<string, string> fields = yaml.Split('\n')
            .Where(line => line.Contains(':', StringComparison.Ordinal))
            .ToDictionary(line => line[..line.IndexOf(':', StringComparison.Ordinal)], line => line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim());
        string Field(string name) => fields.GetValueOrDefault(name) ?? throw reader.Fail($"The block above lacks \"{name}\".");

        return new ParameterBinding(
            Field("Type"),
            List(Field("Parameter Sets")),
            List(Field("Aliases")),
            List(fields.GetValueOrDefault("Accepted values", "")),
            Field("Required") == "True",
            Field("Position") is "Named" ? null : int.Parse(Field("Position"), CultureInfo.InvariantCulture),
            Field("Default value"),
            Field("Accept pipeline input"),
            Field("Accept wildcard characters") == "True");
    }

    private static string[] List(string text) => text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
