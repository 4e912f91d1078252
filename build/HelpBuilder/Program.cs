using System.Xml;
using System.Xml.Linq;

namespace BackupAccess.HelpBuilder;

/// <summary>Builds the module's help from docs/help: <c>HelpBuilder PAGES-FOLDER OUTPUT-FOLDER</c>.</summary>
internal static class Program
{
    private const string HelpFile = "BackupAccess.PowerShell.dll-Help.xml";

    public static int Main(string[] args)
    {
        if (args is not [string pages, string output])
        {
            Console.Error.WriteLine("Usage: HelpBuilder PAGES-FOLDER OUTPUT-FOLDER");
            return 2;
        }

        try
        {
            Build(pages, output);
            return 0;
        }
        catch (PageException failure)
        {
            // The form that MSBuild shows as an error of its own.
            Console.Error.WriteLine($"{failure.Page}({failure.Line}): error HELP: {failure.Message}");
            return 1;
        }
    }

    private static void Build(string pages, string output)
    {
        Directory.CreateDirectory(output);
        List<CommandPage> commands = [];
        foreach (string path in Directory.EnumerateFiles(pages, "*.md").Order(StringComparer.Ordinal))
        {
            string name = Path.GetFileNameWithoutExtension(path);
            if (name.StartsWith("about_", StringComparison.Ordinal))
            {
                File.WriteAllText(Path.Combine(output, $"{name}.help.txt"), AboutTopic.ToText(File.ReadAllText(path)));
            }
            else
            {
                commands.Add(PageParser.Parse(path, File.ReadAllText(path)));
            }
        }

        using XmlWriter writer = XmlWriter.Create(Path.Combine(output, HelpFile), new XmlWriterSettings { Indent = true });
        new XDocument(Maml.HelpItems(commands)).Save(writer);
    }
}
