using System.Xml.Linq;
using BackupAccess.HelpBuilder;

namespace BackupAccess.PowerShell.Tests;

public sealed class HelpBuilderTests
{
    private const string Page = """
        ---
        schema: 2.0.0
        ---

        # Get-BkThing

        ## SYNOPSIS

        Gets things.

        ## SYNTAX

        ### Name (Default)

        ```
        Get-BkThing [[-Name] <String[]>] [<CommonParameters>]
        ```

        ### Id

        ```
        Get-BkThing -Id <Guid> [<CommonParameters>]
        ```

        ## DESCRIPTION

        First paragraph,
        on two lines.

        Second, with `code`.

        ## EXAMPLES

        ### Example 1: One

        ```powershell
        PS> Get-BkThing # not a heading
        ```

        ```output
        # neither is this
        ```

        It shows one.

        ## PARAMETERS

        ### -Id

        The id.

        ```yaml
        Type: Guid
        Parameter Sets: Id
        Aliases: Uid, Key

        Required: True
        Position: Named
        Default value: None
        Accept pipeline input: False
        Accept wildcard characters: False
        ```

        ### -Name

        The name.

        ```yaml
        Type: String[]
        Parameter Sets: Name
        Aliases:

        Required: False
        Position: 0
        Default value: None
        Accept pipeline input: True (ByValue)
        Accept wildcard characters: True
        ```

        ### CommonParameters

        The usual ones.

        ## INPUTS

        ### String

        Names.

        ## OUTPUTS

        ### Thing

        Things.

        ## NOTES

        ## RELATED LINKS

        [Set-BkThing](Set-BkThing.md)

        [Web](https://example.com/)
        """;

    private static readonly XNamespace s_maml = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly XNamespace s_command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace s_dev = "http://schemas.microsoft.com/maml/dev/2004/10";

    [Fact]
    public void A_page_is_read_whole()
    {
        CommandPage page = PageParser.Parse("page.md", Page);
        Assert.Equal(("Get-BkThing", "Gets things."), (page.Name, page.Synopsis));
        Assert.Equal(["Name", "Id"], page.Sets);
        Assert.Equal(["First paragraph, on two lines.", "Second, with `code`."], page.Description);
        Assert.Equal(["Id", "Name"], page.Parameters.Select(parameter => parameter.Name));
        Assert.Equal(["Uid", "Key"], page.Parameters[0].Bindings.Single().Aliases);
        PageExample example = Assert.Single(page.Examples);
        Assert.Equal(("PS> Get-BkThing # not a heading", "# neither is this"), (example.Code, example.Output));
    }

    [Fact]
    public void Maml_has_one_syntax_item_a_parameter_set_with_its_own_parameters()
    {
        XElement[] items = [.. Command().Element(s_command + "syntax")!.Elements(s_command + "syntaxItem")];
        Assert.Equal(["Name"], items[0].Elements(s_command + "parameter").Select(NameOf));
        Assert.Equal(["Id"], items[1].Elements(s_command + "parameter").Select(NameOf));
    }

    [Fact]
    public void Maml_says_how_a_parameter_is_bound()
    {
        XElement name = Command().Element(s_command + "parameters")!.Elements().Single(element => NameOf(element) == "Name");
        Assert.Equal("false", name.Attribute("required")!.Value);
        Assert.Equal("0", name.Attribute("position")!.Value);
        Assert.Equal("true", name.Attribute("globbing")!.Value);
        Assert.Equal("True (ByValue)", name.Attribute("pipelineInput")!.Value);
        Assert.Equal("String[]", name.Element(s_dev + "type")!.Element(s_maml + "name")!.Value);
    }

    [Fact]
    public void Maml_drops_the_marks_of_code_and_keeps_paragraphs()
    {
        IEnumerable<string> paragraphs = Command().Element(s_maml + "description")!.Elements(s_maml + "para").Select(element => element.Value);
        Assert.Equal(["First paragraph, on two lines.", "Second, with code."], paragraphs);
    }

    [Fact]
    public void A_link_to_a_page_has_no_address_and_one_to_the_web_has()
    {
        IEnumerable<string> addresses = Command().Element(s_maml + "relatedLinks")!.Descendants(s_maml + "uri").Select(element => element.Value);
        Assert.Equal(["", "https://example.com/"], addresses);
    }

    [Theory]
    [InlineData("## DESCRIPTION", "## WORDS", "has to come here")]
    [InlineData("```powershell", "```bash", "fence of powershell")]
    [InlineData("Type: Guid", "Kind: Guid", "lacks \"Type\"")]
    public void A_page_that_breaks_the_schema_is_refused_with_its_line(string text, string broken, string message)
    {
        PageException failure = Assert.Throws<PageException>(() => PageParser.Parse("page.md", Page.Replace(text, broken, StringComparison.Ordinal)));
        Assert.Contains(message, failure.Message, StringComparison.Ordinal);
        Assert.Equal("page.md", failure.Page);
        Assert.InRange(failure.Line, 2, Page.Split('\n').Length);
    }

    [Fact]
    public void A_fence_that_is_not_closed_is_refused() =>
        Assert.Throws<PageException>(() => PageParser.Parse("page.md", Page[..Page.IndexOf("```output", StringComparison.Ordinal)] + "```output\nendless"));

    [Fact]
    public void A_topic_becomes_text_with_its_synopsis_right_below_the_heading() =>
        Assert.Equal(
            "TOPIC\n    about_Thing\n\nSHORT DESCRIPTION\n    What it is.\n\n        code\n",
            AboutTopic.ToText("# about_Thing\n\n## Short description\n\nWhat it is.\n\n    code\n"));

    private static XElement Command() => Maml.HelpItems([PageParser.Parse("page.md", Page)]).Element(s_command + "command")!;

    private static string NameOf(XElement parameter) => parameter.Element(s_maml + "name")!.Value;
}
