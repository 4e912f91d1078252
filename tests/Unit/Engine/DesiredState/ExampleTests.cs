using System.Text.RegularExpressions;
using BackupAccess.Engine.DesiredState;

namespace BackupAccess.Engine.Tests.DesiredState;

/// <summary>What the documentation shows is sound.</summary>
public sealed partial class ExampleTests
{
    [Fact]
    public async Task The_file_in_the_help_is_sound()
    {
        await using Store store = await Store.CreateAsync();
        string page = await File.ReadAllTextAsync(Path.Combine(Checkout.Root, "docs", "help", "about_BackupAccess_DesiredState.md"));
        string file = string.Join('\n', Indented().Match(page).Value.Split('\n').Select(line => line.Length > 4 ? line[4..] : ""));

        Assert.Empty(await store.Local.DoAsync(new ValidateState([new StateDocument("help.yaml", "/", file)])));
        Assert.All(StateSections.All, section => Assert.Contains($"\n{section}:\n", file, StringComparison.Ordinal));
    }

    [GeneratedRegex(@"^    apiVersion:.*\n(?:(?:    .*)?\n)+?(?=\S)", RegexOptions.Multiline)]
    private static partial Regex Indented();
}
