using System.Text;
using BackupAccess.Repository.Files;

namespace BackupAccess.Repository.Tests.Files;

public sealed class GlobExcludesTests
{
    [Theory]
    [InlineData("*.log", "a.log", true)]
    [InlineData("*.log", "deep/down/a.log", true)]
    [InlineData("*.log", "a.log.gz", false)]
    [InlineData("*.log", ".log", true)]
    [InlineData("/*.log", "a.log", true)]
    [InlineData("/*.log", "deep/a.log", false)]
    [InlineData("cache", "x/cache", true)]
    [InlineData("a/cache", "a/cache", true)]
    [InlineData("a/cache", "b/a/cache", false)]
    [InlineData("**/a/cache", "b/a/cache", true)]
    [InlineData("**/a/cache", "a/cache", true)]
    [InlineData("a/**/z", "a/z", true)]
    [InlineData("a/**/z", "a/b/c/z", true)]
    [InlineData("a/**/z", "a/b/c/zz", false)]
    [InlineData("a/**", "a/b", true)]
    [InlineData("a/**", "a/b/c", true)]
    [InlineData("a/**", "a", false)]
    [InlineData("**", "anything/at/all", true)]
    [InlineData("a?c", "aöc", true)]
    [InlineData("a?c", "ac", false)]
    [InlineData("a?c", "a/c", false)]
    [InlineData("[a-c]x", "bx", true)]
    [InlineData("[a-c]x", "dx", false)]
    [InlineData("[!a-c]x", "dx", true)]
    [InlineData("[!a-c]x", "bx", false)]
    [InlineData("[]]x", "]x", true)]
    [InlineData("[ä-ö]x", "öx", true)]
    [InlineData("\\*x", "*x", true)]
    [InlineData("\\*x", "ax", false)]
    [InlineData("\\!x", "!x", true)]
    [InlineData("a*b*c", "a-b-b-c", true)]
    [InlineData("a*b*c", "a-b-b-d", false)]
    public void A_pattern_matches_as_in_a_gitignore(string pattern, string path, bool excluded) =>
        Assert.Equal(excluded, new GlobExcludes([pattern]).IsExcluded(Encoding.UTF8.GetBytes(path), isDirectory: false));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_trailing_slash_means_directories_only(bool isDirectory) =>
        Assert.Equal(isDirectory, new GlobExcludes(["tmp/"]).IsExcluded("a/tmp"u8, isDirectory));

    [Fact]
    public void The_last_pattern_that_matches_decides()
    {
        GlobExcludes rules = new(["*.log", "!keep.log", "/old/keep.log"]);

        Assert.True(rules.IsExcluded("a.log"u8, isDirectory: false));
        Assert.False(rules.IsExcluded("new/keep.log"u8, isDirectory: false));
        Assert.True(rules.IsExcluded("old/keep.log"u8, isDirectory: false));
    }

    [Fact]
    public void A_name_that_is_no_text_is_matched_byte_by_byte()
    {
        Assert.True(new GlobExcludes(["a?b"]).IsExcluded([(byte)'a', 0xff, (byte)'b'], isDirectory: false));
        Assert.True(new GlobExcludes(["a[!x]b"]).IsExcluded([(byte)'a', 0xff, (byte)'b'], isDirectory: false));
        Assert.False(new GlobExcludes(["a[a-z]b"]).IsExcluded([(byte)'a', 0xff, (byte)'b'], isDirectory: false));
    }

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("!")]
    [InlineData("a//b")]
    [InlineData("[ab")]
    public void A_pattern_that_means_nothing_is_refused(string pattern) =>
        Assert.Throws<FormatException>(() => new GlobExcludes([pattern]));

    [Fact]
    public void No_pattern_makes_matching_explode()
    {
        GlobExcludes rules = new([string.Concat(Enumerable.Repeat("*a", 50)) + "b", string.Concat(Enumerable.Repeat("**/a/", 50)) + "b"]);
        byte[] name = Encoding.UTF8.GetBytes(new string('a', 255));
        byte[] path = Encoding.UTF8.GetBytes(string.Join('/', Enumerable.Repeat("a", 2000)));

        // Backtracking without bound would not end while anyone waits.
        Assert.False(rules.IsExcluded(name, isDirectory: false));
        Assert.False(rules.IsExcluded(path, isDirectory: false));
    }
}
