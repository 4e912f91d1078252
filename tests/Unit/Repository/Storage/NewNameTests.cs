using BackupAccess.Repository.Storage;

namespace BackupAccess.Repository.Tests.Storage;

/// <summary>Every way that a file system may need.</summary>
public sealed class NewNameTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Ways => ["rename", "link", "move"];

    private string Source => _folder.Under("source");

    private string Target => _folder.Under("target");

    [SkippableTheory]
    [MemberData(nameof(Ways))]
    public async Task A_free_name_is_taken_and_the_old_one_is_gone(string way)
    {
        Skip.If(way == "link" && !OperatingSystem.IsLinux(), "Hard links are used on Linux only.");
        await File.WriteAllTextAsync(Source, "new");

        Assert.True(TryTake(way));

        Assert.Equal("new", await File.ReadAllTextAsync(Target));
        Assert.False(File.Exists(Source));
    }

    [SkippableTheory]
    [MemberData(nameof(Ways))]
    public async Task A_taken_name_is_left_and_so_is_the_file_that_wanted_it(string way)
    {
        Skip.If(way == "link" && !OperatingSystem.IsLinux(), "Hard links are used on Linux only.");
        await File.WriteAllTextAsync(Source, "new");
        await File.WriteAllTextAsync(Target, "old");

        Assert.False(TryTake(way));

        Assert.Equal("old", await File.ReadAllTextAsync(Target));
        Assert.Equal("new", await File.ReadAllTextAsync(Source));
    }

    [Fact]
    public void A_file_that_is_not_there_is_a_failure() => Assert.ThrowsAny<IOException>(() => TryTake("rename"));

    public void Dispose() => _folder.Dispose();

    private bool TryTake(string way) => way switch
    {
        "rename" => NewName.TryTake(Source, Target),
        "link" => NewName.TryLink(Source, Target),
        _ => NewName.TryMove(Source, Target),
    };
}
