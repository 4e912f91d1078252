using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace BackupAccess.PowerShell.Tests;

public sealed partial class ManifestTests
{
    private static readonly string s_manifest = File.ReadAllText(Sources.Path("BackupAccess.psd1"));

    [Fact]
    public void The_manifest_exports_exactly_the_cmdlets()
    {
        string list = s_manifest[s_manifest.IndexOf("CmdletsToExport", StringComparison.Ordinal)..];
        list = list[..list.IndexOf(')', StringComparison.Ordinal)];
        IEnumerable<string> exported = Quoted().Matches(list).Select(match => match.Groups[1].Value);
        Assert.Equal(CmdletMetadata.All.Select(cmdlet => cmdlet.Name).Order(StringComparer.Ordinal), exported.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_manifest_has_the_version_of_the_assemblies() =>
        Assert.Contains($"ModuleVersion = '{typeof(BkCmdlet).Assembly.GetName().Version!.ToString(3)}'", s_manifest, StringComparison.Ordinal);

    [Fact]
    public void Every_type_that_a_cmdlet_writes_has_a_table_view()
    {
        HashSet<string> viewed = [.. Views().Select(view => view.Type)];
        Type[] ofPowerShell = [typeof(bool), typeof(string), typeof(FileInfo)];
        IEnumerable<Type> written = CmdletMetadata.All.SelectMany(cmdlet => cmdlet.Outputs).Except(ofPowerShell);
        Assert.All(written, type => Assert.Contains(type.FullName!, viewed));
    }

    [Fact]
    public void A_view_names_properties_that_its_type_has()
    {
        foreach ((string typeName, XElement view) in Views())
        {
            Type? type = typeof(BkCmdlet).Assembly.GetType(typeName) ?? typeof(Engine.Operations.IOperationClient).Assembly.GetType(typeName);
            Assert.True(type is not null, typeName);
            IEnumerable<string> named = view.Descendants("PropertyName").Select(element => element.Value)
                .Concat(view.Descendants("ScriptBlock").SelectMany(element => ScriptProperty().Matches(element.Value)).Select(match => match.Groups[1].Value));
            Assert.All(named, name => Assert.NotNull(type.GetProperty(name)));
        }
    }

    private static IEnumerable<(string Type, XElement View)> Views() =>
        XDocument.Load(Sources.Path("src/BackupAccess.PowerShell/Formatting/BackupAccess.Format.ps1xml"))
            .Descendants("View")
            .Select(view => (view.Descendants("TypeName").Single().Value, view));

    [GeneratedRegex("'([^']+)'")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"\$_\.(\w+)")]
    private static partial Regex ScriptProperty();
}
