using System.Globalization;
using System.Xml.Linq;

namespace BackupAccess.HelpBuilder;

/// <summary>Writes pages as MAML, the XML that Get-Help reads.</summary>
internal static class Maml
{
    private static readonly XNamespace s_maml = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly XNamespace s_command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace s_dev = "http://schemas.microsoft.com/maml/dev/2004/10";
    private static readonly XNamespace s_shell = "http://msh";

    /// <summary>The whole help file.</summary>
    public static XElement HelpItems(IEnumerable<CommandPage> pages) =>
        new(s_shell + "helpItems", new XAttribute("schema", "maml"), pages.Select(Command));

    private static XElement Command(CommandPage page)
    {
        string[] name = page.Name.Split('-', 2);
        return new XElement(
            s_command + "command",
            new XAttribute(XNamespace.Xmlns + "maml", s_maml),
            new XAttribute(XNamespace.Xmlns + "command", s_command),
            new XAttribute(XNamespace.Xmlns + "dev", s_dev),
            new XElement(
                s_command + "details",
                new XElement(s_command + "name", page.Name),
                new XElement(s_command + "verb", name[0]),
                new XElement(s_command + "noun", name[1]),
                Paragraphs(s_maml + "description", [page.Synopsis])),
            Paragraphs(s_maml + "description", page.Description),
            new XElement(s_command + "syntax", page.Sets.Select(set => SyntaxItem(page, set))),
            new XElement(s_command + "parameters", page.Parameters.Select(parameter => Parameter(parameter, parameter.Bindings[0]))),
            new XElement(s_command + "inputTypes", page.Inputs.Select(entry => Typed(s_command + "inputType", entry))),
            new XElement(s_command + "returnValues", page.Outputs.Select(entry => Typed(s_command + "returnValue", entry))),
            new XElement(s_maml + "alertSet", new XElement(s_maml + "alert", page.Notes.Select(Paragraph))),
            new XElement(s_command + "examples", page.Examples.Select(Example)),
            new XElement(s_maml + "relatedLinks", page.Links.Select(Link)));
    }

    private static XElement SyntaxItem(CommandPage page, string set) => new(
        s_command + "syntaxItem",
        new XElement(s_maml + "name", page.Name),
        page.Parameters
            .Select(parameter => (parameter, binding: parameter.Bindings.FirstOrDefault(binding => binding.IsIn(set))))
            .Where(pair => pair.binding is not null)
            .OrderBy(pair => pair.binding!.Position ?? int.MaxValue)
            .Select(pair => Parameter(pair.parameter, pair.binding!)));

    private static XElement Parameter(PageParameter parameter, ParameterBinding binding) => new(
        s_command + "parameter",
        new XAttribute("required", Lower(binding.Required)),
        new XAttribute("variableLength", Lower(binding.Type.EndsWith("[]", StringComparison.Ordinal))),
        new XAttribute("globbing", Lower(binding.Wildcards)),
        new XAttribute("pipelineInput", binding.Pipeline),
        new XAttribute("position", binding.Position?.ToString(CultureInfo.InvariantCulture) ?? "named"),
        new XAttribute("aliases", binding.Aliases.Count > 0 ? string.Join(", ", binding.Aliases) : "none"),
        new XElement(s_maml + "name", parameter.Name),
        Paragraphs(s_maml + "description", parameter.Description),
        binding.Values.Count > 0
            ? new XElement(s_command + "parameterValueGroup", binding.Values.Select(value => Value(s_command + "parameterValue", value, required: false)))
            : null,
        binding.IsSwitch ? null : Value(s_command + "parameterValue", binding.Type, required: true),
        new XElement(s_dev + "type", new XElement(s_maml + "name", binding.Type)),
        new XElement(s_dev + "defaultValue", binding.Default));

    private static XElement Value(XName name, string value, bool required) =>
        new(name, new XAttribute("required", Lower(required)), new XAttribute("variableLength", "false"), value);

    private static XElement Typed(XName name, PageEntry entry) => new(
        name,
        new XElement(s_dev + "type", new XElement(s_maml + "name", entry.Title)),
        Paragraphs(s_maml + "description", entry.Paragraphs));

    private static XElement Example(PageExample example) => new(
        s_command + "example",
        new XElement(s_maml + "title", $"---------- {example.Title} ----------"),
        new XElement(s_dev + "code", example.Output.Length > 0 ? $"{example.Code}\n\n{example.Output}" : example.Code),
        Paragraphs(s_dev + "remarks", [.. example.Remarks, ""]));

    // [text](address), or a plain name.
    private static XElement Link(string link)
    {
        int text = link.IndexOf("](", StringComparison.Ordinal);
        bool hasAddress = link.StartsWith('[') && text > 0 && link.EndsWith(')');
        return new XElement(
            s_maml + "navigationLink",
            new XElement(s_maml + "linkText", hasAddress ? link[1..text] : link),
            new XElement(s_maml + "uri", hasAddress && link[(text + 2)..^1].StartsWith("http", StringComparison.Ordinal) ? link[(text + 2)..^1] : ""));
    }

    private static XElement Paragraphs(XName name, IEnumerable<string> paragraphs) => new(name, paragraphs.Select(Paragraph));

    private static XElement Paragraph(string text) => new(s_maml + "para", text.Replace("`", "", StringComparison.Ordinal));

    private static string Lower(bool value) => value ? "true" : "false";
}
