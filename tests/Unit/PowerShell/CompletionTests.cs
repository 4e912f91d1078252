using System.Collections;
using BackupAccess.PowerShell.Completion;

namespace BackupAccess.PowerShell.Tests;

public sealed class CompletionTests
{
    [Theory]
    [InlineData("ali", "ali")]
    [InlineData("'ali", "ali")]
    [InlineData("'ali'", "ali")]
    [InlineData("\"web01/al", "web01/al")]
    [InlineData("", "")]
    public void Quotes_are_taken_off_the_word_being_typed(string typed, string text) =>
        Assert.Equal(text, CompletionWord.Parse(typed).Text);

    [Theory]
    [InlineData("alice")]
    [InlineData("web01/alice")]
    [InlineData("public_html/index.php")]
    public void A_plain_name_is_offered_without_quotes(string value) =>
        Assert.Equal(value, CompletionWord.Parse("").Write(value));

    [Fact]
    public void Without_a_session_nothing_is_offered() =>
        Assert.Empty(new UserCompleter().CompleteArgument("Get-BkUser", "Name", "", null!, new Hashtable()));
}
