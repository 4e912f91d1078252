using System.Management.Automation;
using System.Text.RegularExpressions;
using BackupAccess.Engine.Operations;

namespace BackupAccess.PowerShell.Tests;

public sealed partial class FailuresTests
{
    public static TheoryData<string> EngineErrorIds => [.. Declared().Concat(Thrown()).Distinct().Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(EngineErrorIds))]
    public void Every_error_id_of_the_engine_has_a_category_and_advice(string errorId)
    {
        Failure failure = Failures.Of(errorId);
        Assert.NotEqual(ErrorCategory.NotSpecified, failure.Category);
        Assert.EndsWith(".", failure.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void No_row_is_left_over_from_an_id_that_is_gone()
    {
        HashSet<string> known = [.. Declared(), .. Thrown(), "NotConnected", "NotFound", "AccessDenied", "InvalidDocument"];
        Assert.All(Failures.Ids, id => Assert.Contains(id, known));
    }

    [Theory]
    [InlineData("NotFound", ErrorCategory.ObjectNotFound)]
    [InlineData("AccessDenied", ErrorCategory.PermissionDenied)]
    [InlineData("SignInFailed", ErrorCategory.AuthenticationError)]
    [InlineData("AlreadyExists", ErrorCategory.ResourceExists)]
    [InlineData("NotConnected", ErrorCategory.ConnectionError)]
    public void The_category_is_the_one_that_scripts_expect(string errorId, ErrorCategory category) =>
        Assert.Equal(category, Failures.Of(errorId).Category);

    [Theory]
    [InlineData("desired-state file", "path")]
    [InlineData("role", "Get-BkRole")]
    [InlineData("path in the backup of web01/alice", "Get-BkBackupFile")]
    [InlineData("backup of account", "Backup-BkAccount")]
    public void Advice_about_what_is_not_there_fits_what_it_is(string kind, string expected)
    {
        string advice = Failures.AdviceOf(new NotFoundException(kind, "x"), Failures.Of("NotFound"));
        Assert.Contains(expected, advice, StringComparison.Ordinal);
        Assert.DoesNotContain("grants", advice, StringComparison.Ordinal);
    }

    [Fact]
    public void An_id_without_a_row_is_a_bug_and_surfaces() =>
        Assert.Throws<KeyNotFoundException>(() => Failures.ToErrorRecord(new ConflictException("NoSuchId", "x"), target: null));

    // What the exceptions' own comments promise.
    private static IEnumerable<string> Declared() =>
        Directory.EnumerateFiles(Sources.Path("src/BackupAccess.Engine/Operations"), "*Exception.cs")
            .SelectMany(file => DeclaredId().Matches(File.ReadAllText(file)))
            .Select(match => match.Groups[1].Value);

    private static IEnumerable<string> Thrown() =>
        Directory.EnumerateFiles(Sources.Path("src/BackupAccess.Engine"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(file => ThrownId().Matches(File.ReadAllText(file)))
            .Select(match => match.Groups[1].Value);

    [GeneratedRegex(@"<c>([A-Z]\w+)</c>")]
    private static partial Regex DeclaredId();

    [GeneratedRegex("""new (?:ConflictException|InvalidRequestException|StateException|SignInException|BackupFailedException)\(\s*"(\w+)",""")]
    private static partial Regex ThrownId();
}
