using System.Management.Automation;
using System.Text.RegularExpressions;
using BackupAccess.Engine.Users;
using BackupAccess.HelpBuilder;

namespace BackupAccess.PowerShell.Tests;

public sealed class HelpPageTests
{
    public static TheoryData<CmdletMetadata> Cmdlets => CmdletTests.Cmdlets;

    [Fact]
    public void Every_page_is_a_cmdlets_or_a_topic()
    {
        IEnumerable<string?> pages = Directory.EnumerateFiles(Sources.Path("docs/help"), "*.md").Select(Path.GetFileNameWithoutExtension);
        string[] topics = ["about_BackupAccess", "about_BackupAccess_Access", "about_BackupAccess_DesiredState"];
        Assert.Equal(CmdletMetadata.All.Select(cmdlet => cmdlet.Name).Concat(topics).Order(StringComparer.Ordinal), pages.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Cmdlets), DisableDiscoveryEnumeration = true)]
    public void A_page_has_a_synopsis_a_description_and_two_examples(CmdletMetadata cmdlet)
    {
        CommandPage page = PageOf(cmdlet);
        Assert.Equal(cmdlet.Name, page.Name);
        Assert.EndsWith(".", page.Synopsis, StringComparison.Ordinal);
        Assert.NotEmpty(page.Description);
        Assert.True(page.Examples.Count >= 2);
        Assert.All(page.Examples, example => Assert.Contains(cmdlet.Name, example.Code, StringComparison.Ordinal));
        Assert.All(page.Examples, example => Assert.NotEmpty(example.Remarks));
        Assert.Equal(cmdlet.Outputs.Select(type => type.FullName).DefaultIfEmpty("None"), page.Outputs.Select(output => output.Title));
    }

    [Theory]
    [MemberData(nameof(Cmdlets), DisableDiscoveryEnumeration = true)]
    public void A_page_describes_exactly_the_parameters(CmdletMetadata cmdlet)
    {
        CommandPage page = PageOf(cmdlet);
        IEnumerable<string> expected = cmdlet.Parameters.Select(parameter => parameter.Name).Concat(cmdlet.ShouldProcess ? ["WhatIf", "Confirm"] : []);
        Assert.Equal(expected.Order(StringComparer.Ordinal), page.Parameters.Select(parameter => parameter.Name).Order(StringComparer.Ordinal));
        Assert.All(page.Parameters, parameter => Assert.NotEmpty(parameter.Description));
    }

    [Theory]
    [MemberData(nameof(Cmdlets), DisableDiscoveryEnumeration = true)]
    public void The_syntax_on_a_page_names_every_parameter(CmdletMetadata cmdlet)
    {
        string page = File.ReadAllText(Sources.Path($"docs/help/{cmdlet.Name}.md"));
        string syntax = page[page.IndexOf("## SYNTAX", StringComparison.Ordinal)..page.IndexOf("## DESCRIPTION", StringComparison.Ordinal)];
        IEnumerable<string> named = Regex.Matches(syntax, @"(?<=[ \[])-(\w+)").Select(match => match.Groups[1].Value).Distinct();
        IEnumerable<string> expected = cmdlet.Parameters.Select(parameter => parameter.Name).Concat(cmdlet.ShouldProcess ? ["WhatIf", "Confirm"] : []);
        Assert.Equal(expected.Order(StringComparer.Ordinal), named.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Cmdlets), DisableDiscoveryEnumeration = true)]
    public void A_page_says_of_each_parameter_how_it_is_bound(CmdletMetadata cmdlet)
    {
        CommandPage page = PageOf(cmdlet);
        foreach (ParameterMetadata parameter in cmdlet.Parameters)
        {
            PageParameter described = page.Parameters.Single(candidate => candidate.Name == parameter.Name);
            foreach (BindingMetadata binding in parameter.Bindings)
            {
                ParameterBinding shown = described.Bindings.Single(candidate => candidate.IsIn(binding.Set ?? page.Sets[0]));
                Assert.Equal(TypeName(parameter), shown.Type);
                Assert.Equal((binding.Mandatory, binding.Position, Pipeline(binding), parameter.Wildcards), (shown.Required, shown.Position, shown.Pipeline, shown.Wildcards));
                Assert.Equal(parameter.Aliases, shown.Aliases);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Cmdlets), DisableDiscoveryEnumeration = true)]
    public void A_related_page_is_there(CmdletMetadata cmdlet)
    {
        foreach (string link in PageOf(cmdlet).Links)
        {
            string file = link[(link.IndexOf('(', StringComparison.Ordinal) + 1)..^1];
            Assert.True(File.Exists(Sources.Path($"docs/help/{file}")), link);
        }
    }

    // A key's columns stand there once, after that of its id: "AccessKey1Id, -Active, ...".
    [Fact]
    public void The_page_of_the_credential_report_names_its_columns_and_no_others()
    {
        string page = File.ReadAllText(Sources.Path("docs/help/Get-BkCredentialReport.md"));
        string outputs = page[page.IndexOf("A row a user:", StringComparison.Ordinal)..page.IndexOf("## NOTES", StringComparison.Ordinal)];
        IEnumerable<string> named = Regex.Matches(outputs, @"(?<=[ \n:])-?[A-Z]\w+").Select(match => match.Value.Replace("-", "AccessKey1", StringComparison.Ordinal));
        IEnumerable<string> columns = typeof(CredentialReportEntry).GetProperties().Select(property => property.Name).Where(name => !name.StartsWith("AccessKey2", StringComparison.Ordinal));
        Assert.Equal(columns.Order(StringComparer.Ordinal), named.Order(StringComparer.Ordinal));
    }

    private static CommandPage PageOf(CmdletMetadata cmdlet)
    {
        string path = Sources.Path($"docs/help/{cmdlet.Name}.md");
        return PageParser.Parse(path, File.ReadAllText(path));
    }

    private static string TypeName(ParameterMetadata parameter) =>
        parameter.Type == typeof(SwitchParameter) ? "SwitchParameter"
        : parameter.Type.IsArray ? $"{parameter.ElementType.Name}[]"
        : parameter.ElementType.Name;

    private static string Pipeline(BindingMetadata binding) => binding switch
    {
        { ByValue: true, ByPropertyName: true } => "True (ByPropertyName, ByValue)",
        { ByValue: true } => "True (ByValue)",
        { ByPropertyName: true } => "True (ByPropertyName)",
        _ => "False",
    };
}
