using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Tests.Operations;

public sealed class WildcardsTests
{
    [Theory]
    [InlineData("jane", "jane")]
    [InlineData("JANE", "jane")]
    [InlineData("j*", "jane")]
    [InlineData("*", "")]
    [InlineData("**", "jane")]
    [InlineData("*a*e", "jane")]
    [InlineData("j??e", "jane")]
    [InlineData("[a-k]ane", "jane")]
    [InlineData("[A-K]ane", "jane")]
    [InlineData("[xj]ane", "jane")]
    [InlineData("jane[-]1", "jane-1")]
    [InlineData("jane`*", "jane*")]
    [InlineData("`[x`]", "[x]")]
    [InlineData("a[b", "a[b")]
    [InlineData("a[]b", "a[]b")]
    [InlineData("a\\b", "a\\b")]
    [InlineData("jane`", "jane`")]
    [InlineData("*.[ch]", "main.c")]
    public void A_pattern_matches_as_in_PowerShell(string pattern, string name) =>
        Assert.True(Wildcards.Match(pattern, name, StringComparison.OrdinalIgnoreCase));

    [Theory]
    [InlineData("jane", "janet")]
    [InlineData("jane", "jan")]
    [InlineData("", "jane")]
    [InlineData("?", "")]
    [InlineData("[a-i]ane", "jane")]
    [InlineData("jane`*", "janet")]
    [InlineData("j*n", "jane")]
    [InlineData("[xy]", "-")]
    public void A_pattern_that_does_not_match_says_so(string pattern, string name) =>
        Assert.False(Wildcards.Match(pattern, name, StringComparison.OrdinalIgnoreCase));

    [Fact]
    public void Case_counts_where_it_is_asked_to()
    {
        Assert.False(Wildcards.Match("index*", "INDEX.php", StringComparison.Ordinal));
        Assert.False(Wildcards.Match("[a-z]", "A", StringComparison.Ordinal));
        Assert.True(Wildcards.Match("index*", "index.php", StringComparison.Ordinal));
    }

    [Fact]
    public void A_hostile_pattern_ends_soon()
    {
        string pattern = string.Concat(Enumerable.Repeat("*a", 500)) + "b";
        string name = new('a', 5000);

        Assert.False(Wildcards.Match(pattern, name, StringComparison.OrdinalIgnoreCase));
    }
}
